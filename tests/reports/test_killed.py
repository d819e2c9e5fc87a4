"""A run of reports that is killed: every file there is whole, the list is as before, and the next run mends it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.reports.listed import LIST
from pipelines.reports.placing import Place, Wanted, place_reports
from tests.reports.conftest import CONTRACTS, PLACES

WANTED = [Wanted("kommune", f"kommune-{code}", language) for code in PLACES for language in ("nb", "nn")]
RUN = """
import sys
from pathlib import Path
from pipelines.reports.placing import Place, place_reports
from tests.reports.test_killed import WANTED

folder, contracts, releases, release = sys.argv[1:]
told = lambda done, total: print(done, flush=True)
place_reports(Path(folder), WANTED, Place(Path(contracts), Path(releases), release), processes=1, progress=told)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 3, 5])
def test_what_is_there_is_whole_and_the_next_run_makes_the_rest(tmp_path: Path, written: Path, after: int) -> None:
    source = Place(CONTRACTS, written.parent, written.name)
    whole = {path.name: path.read_bytes() for path in place_reports(tmp_path / "hele", WANTED, source)}
    folder = tmp_path / "drept"
    command = [sys.executable, "-c", RUN, str(folder), str(CONTRACTS), str(written.parent), written.name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=CONTRACTS.parent) as run:
        assert run.stdout is not None
        for line in run.stdout:
            if int(line) == after:
                run.send_signal(signal.SIGKILL)
                break
    assert run.wait() == -signal.SIGKILL
    kept = [path for path in folder.iterdir() if not path.name.startswith(".")]
    assert after <= len(kept) < len(WANTED)
    assert all(whole[path.name] == path.read_bytes() for path in kept)
    assert not (folder / LIST).exists()
    place_reports(folder, WANTED, source)
    listed = [one["fil"] for one in json.loads((folder / LIST).read_bytes())["rapporter"]]
    assert {name: (folder / name).read_bytes() for name in listed} == whole

"""Forms that are read again: what has changed is seen at once, and what has not is not parsed anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.contracts.survey_file import read_survey
from pipelines.settings import REPOSITORY


def test_a_form_that_is_changed_is_read_and_the_others_are_shared(tmp_path: Path) -> None:
    folder = shutil.copytree(REPOSITORY / "data_contracts" / "surveys" / "brukerplan", tmp_path / "brukerplan")
    before = read_survey(folder).forms
    path = folder / "2015.odcs.yaml"
    content, said = path.read_text(encoding="utf-8"), f"version: {before['2015'].version}"
    path.write_text(content.replace(said, "version: 99.0.0", 1), encoding="utf-8")
    after = read_survey(folder).forms
    assert after["2015"].version == "99.0.0"
    assert [name for name in before if after[name] is not before[name]] == ["2015"]

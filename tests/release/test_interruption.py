"""Killed at any point, a publication leaves readers with the old release or the new one, whole, and can be repeated."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.contracts.release_policy import State
from pipelines.published import open_current
from pipelines.release.workflow import Workflow
from pipelines.settings import REPOSITORY, Settings
from tests.support.workflow import APPROVER, publish_whole_way, put_in, put_release

pytestmark = pytest.mark.slow

# Dies at the n-th line of our own code, as kill -9 does: no handler runs, nothing is flushed.
PROGRAM = """
import os, sys
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
workflow, left = Workflow.of(Settings()), int(sys.argv[2])
def line(frame, event, _):
    global left
    if "/pipelines/" in frame.f_code.co_filename and event == "line":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
    return line
sys.settrace(line)
workflow.publish(sys.argv[1], actor=sys.argv[3])
sys.settrace(None)
print(left)
"""
START = 10**9


def publish(home: Path, release: str, after: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, release, str(after), APPROVER]
    environment = {**os.environ, "OPPTRAPP_HOME": str(home)}
    return subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)


def prepared(home: Settings) -> tuple[str, str]:
    """One release published, and another approved."""
    old, new = (put_release(home, number=n) for n in (1, 2))
    workflow = Workflow.of(home)
    publish_whole_way(workflow, old)
    workflow.register.note_changes_seen(new, old, APPROVER)
    put_in(workflow.register, new, State.APPROVED)
    return old, new


def test_killed_at_points_all_along_the_way(tmp_path: Path) -> None:
    start = Settings(home=tmp_path / "før")
    old, new = prepared(start)
    homes = (Settings(home=shutil.copytree(start.home, tmp_path / str(n))) for n in itertools.count())
    whole = publish(next(homes).home, new, START)
    assert whole.returncode == 0, whole.stderr
    lines = START - int(whole.stdout)
    assert lines > 100
    shown = set()
    for after in (1, *range(lines // 8, lines, lines // 8), lines - 2, lines):
        home = next(homes)
        assert publish(home.home, new, after).returncode == -9
        release = open_current(home.releases)
        assert release is not None
        shown.add(release.id)
        workflow = Workflow.of(home)
        workflow.settle()
        if workflow.register.published() != new:
            workflow.publish(new, actor=APPROVER)
        repeated = open_current(home.releases)
        assert repeated is not None
        assert repeated.id == new
    assert shown == {old, new}

"""How the pages are started."""

from __future__ import annotations

import sys
from pathlib import Path

from dashboards.launch import APP, command


def test_serves_this_machine_only_without_telemetry(tmp_path: Path) -> None:
    made = command(8599, tmp_path)
    assert made[:5] == [sys.executable, "-m", "dashboards.serve", "run", str(APP)]
    options = dict(zip(made[5:-3:2], made[6:-3:2], strict=True))
    assert options == {
        "--server.address": "127.0.0.1",
        "--server.port": "8599",
        "--server.headless": "true",
        "--browser.gatherUsageStats": "false",
    }
    assert made[-3:] == ["--", "--home", str(tmp_path)]
    assert APP.is_file()

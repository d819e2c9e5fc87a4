"""How the pages are started: the command only, so that whoever starts them need not load Streamlit."""

from __future__ import annotations

import sys
from pathlib import Path

APP = Path(__file__).resolve().parent / "app.py"
ADDRESS = "127.0.0.1"


def command(port: int, home: Path) -> list[str]:
    """The command that serves the pages on this machine only.

    Args:
        port: where, for example 8501.
        home: the folder with all data (`OPPTRAPP_HOME`); the figures' pages read
            `releases/` and `map/` in it, and the page that hands in what the command does.
    """
    options = {
        "--server.address": ADDRESS,
        "--server.port": str(port),
        "--server.headless": "true",
        "--browser.gatherUsageStats": "false",
    }
    flags = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *flags, "--", "--home", str(Path(home).resolve())]

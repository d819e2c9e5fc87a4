"""How the pages are started: the command only, so that whoever starts them need not load Streamlit."""

from __future__ import annotations

import sys
from pathlib import Path

APP = Path(__file__).resolve().parent / "app.py"
ADDRESS = "127.0.0.1"


def command(port: int, home: Path, address: str = ADDRESS, secrets: Path | None = None) -> list[str]:
    """The command that serves the pages; on this machine only, where nothing else is said.

    Args:
        port: where, for example 8501.
        home: the folder with all data (`OPPTRAPP_HOME`); the figures' pages read
            `releases/` and `map/` in it, and the page that hands in what the command does.
        address: which of the machine's addresses they are served at. The pages refuse another than loopback themselves
            where there is no login.
        secrets: the file with what Streamlit needs of the login.
    """
    options = {
        "--server.address": address,
        "--server.port": str(port),
        "--server.headless": "true",
        "--browser.gatherUsageStats": "false",
    }
    if secrets is not None:
        options["--secrets.files"] = str(secrets)
    flags = [part for pair in options.items() for part in pair]
    served = [sys.executable, "-m", "dashboards", "run", str(APP), *flags]
    return [*served, "--", "--home", str(Path(home).resolve())]

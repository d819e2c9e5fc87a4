"""`doctor`: what is wrong with the installation, one sentence each."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.markup import escape

from pipelines.cli.output import ERRORS, console, print_json
from pipelines.operations.doctor import Examined, State, examine
from pipelines.settings import Settings
from pipelines.texts import text

WARNINGS = 1
_STYLE = {State.FINE: "green", State.REMARK: "yellow", State.WRONG: "red"}
_CODE = {State.FINE: 0, State.REMARK: WARNINGS, State.WRONG: ERRORS}


def run_doctor(*, as_json: bool) -> None:
    """Print how every check went; ends with 1 for remarks and with 2 when something must be mended."""
    done = list(examine(Settings()))
    if as_json:
        print_json([{"check": one.check, "state": one.state, "sentence": one.sentence} for one in done])
    else:
        print_examined(done)
    sys.exit(max(_CODE[one.state] for one in done))


def print_examined(done: Iterable[Examined]) -> None:
    """Each check with how it went, and below it what to do."""
    for one in done:
        state = text(f"drift.tilstand_{one.state}")
        title = text(f"drift.sjekk_{one.check}")
        console.print(f"[{_STYLE[one.state]}]{state:<8}[/] {title}", soft_wrap=True)
        if one.sentence:
            console.print(f"         {escape(one.sentence)}", soft_wrap=True)

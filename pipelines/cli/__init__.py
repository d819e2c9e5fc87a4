"""The `opptrapp` command. Nothing heavy is imported before a command needs it, so that `--help` answers at once.

Exit codes: 0 ok, 1 warnings, 2 errors, 3 a file that cannot be read, 4 an error we did not foresee.
"""

from __future__ import annotations

import sys

from pipelines.cli.app import app
from pipelines.cli.output import fail
from pipelines.errors import UserError
from pipelines.texts import text

UNFORESEEN = 4


def main() -> None:
    """Run the command line. An error is one sentence; `--debug` anywhere on the line shows the trace."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    try:
        app(args=[a for a in arguments if a != "--debug"], prog_name="opptrapp")
    except UserError as error:
        if debug:
            raise
        fail(str(error))
    except Exception as error:
        if debug:
            raise
        fail(text("cli.uventet", error=type(error).__name__), UNFORESEEN)

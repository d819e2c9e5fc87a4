"""Streamlit, with the pages loaded and the published release open before it listens.

Streamlit itself loads a script's modules when the first reader asks, and she would wait for that longer than for the
page. Called as `python -m dashboards.serve` with what `streamlit` is called with.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from contextlib import suppress

from streamlit.web.cli import main

from dashboards.app import settings
from dashboards.components.shell import published
from pipelines.errors import UserError


def prepare(arguments: Sequence[str]) -> None:
    """Make this process ready for readers.

    Args:
        arguments: those of the command. What follows `--` is for the pages, which may name their home folder there.
    """
    # After each run of a page Streamlit looks for garbage, among all there is: not among what is loaded for good.
    gc.collect()
    gc.freeze()
    own = list(arguments[arguments.index("--") + 1 :]) if "--" in arguments else []
    with suppress(UserError):  # the pages say what is wrong, to whoever opens them
        published(settings(own).releases)


if __name__ == "__main__":
    prepare(sys.argv[1:])
    main(prog_name="streamlit")

"""Streamlit, with the pages loaded and the published release open before it listens: `python -m dashboards.serve run …`.

Streamlit itself loads a script's modules when the first reader asks, and she would wait for that longer than for the
page. What it is called with is what `streamlit` is called with.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

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
    try:
        published(settings(own).releases)
    except UserError:  # the pages say what is wrong, to whoever opens them
        pass


if __name__ == "__main__":
    prepare(sys.argv[1:])
    main(prog_name="streamlit")

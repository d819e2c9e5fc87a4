"""Streamlit, with the pages loaded and the published release open before a reader asks for it.

Streamlit itself loads a script's modules when the first reader asks, and she would wait for that longer than for the
page.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from streamlit.web.cli import main as streamlit

from dashboards.app import settings
from dashboards.components.shell import published
from pipelines.errors import UserError

_LOG = logging.getLogger(__name__)
LOOK = 3.0
"""Seconds between two looks for a newly published release."""


def serve(arguments: Sequence[str]) -> None:
    """Prepare this process, and run Streamlit in it until it is stopped.

    Args:
        arguments: what `streamlit` is called with.
    """
    prepare(arguments, Event())
    streamlit(list(arguments), prog_name="streamlit")


def prepare(arguments: Sequence[str], ended: Event) -> None:
    """Make this process ready for readers, and keep it so.

    Args:
        arguments: those of the command. What follows `--` is for the pages, which may name their home folder there.
        ended: set when releases need not be opened any more.
    """
    # After each run of a page Streamlit looks for garbage, among all there is: not among what is loaded for good.
    gc.collect()
    gc.freeze()
    own = list(arguments[arguments.index("--") + 1 :]) if "--" in arguments else []
    with suppress(UserError):  # the pages say what is wrong, to whoever opens them
        releases = settings(own).releases
        _open(releases)
        Thread(target=keep_open, args=(releases, ended), name="utgivelser", daemon=True).start()


def keep_open(releases: Path, ended: Event) -> None:
    """Open every release in `releases` soon after it has been published, until `ended` is set."""
    failed = ""
    while not ended.wait(LOOK):
        failed = _open(releases, failed)


def _open(releases: Path, failed: str = "") -> str:
    """Open what is published; whoever opens a page is told what is wrong with it.

    Args:
        releases: the folder.
        failed: the error that was met last time, which is not logged again.

    Returns:
        The error that nobody foresaw; empty where there is none.
    """
    try:
        published(releases)
    except UserError:
        return ""
    except Exception as error:
        if (name := type(error).__name__) != failed:
            _LOG.exception("The published release could not be opened before a reader asks for it.")
        return name
    return ""

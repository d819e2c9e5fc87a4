"""Logs as JSON lines, without values of data.

What our own code says is written as it is: its texts hold no values. What a library says may hold anything from a file
or a row, and an exception's message too; of those only the kind and the place are written.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OURS = ("pipelines", "dashboards")


class JsonLines(logging.Formatter):
    """One JSON object on one line: `time, level, logger, place`, and `message` or `error` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "place": f"{Path(record.pathname).name}:{record.lineno}",
        }
        if record.name.partition(".")[0] in OURS:
            said["message"] = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            said["error"], said["place"] = _kind_and_place(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False)


def write_json_lines() -> None:
    """Let every logger of this process write JSON lines to the error stream, and nothing anywhere else.

    Safe to call again, which takes in loggers that a library has set up since.
    """
    root = logging.getLogger()
    if not any(isinstance(handler.formatter, JsonLines) for handler in root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        root.handlers = [handler]
        root.setLevel(logging.INFO)
        logging.captureWarnings(capture=True)
    for logger in list(root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger) and (logger.handlers or not logger.propagate):
            logger.handlers, logger.propagate = [], True


def _kind_and_place(error: BaseException) -> tuple[str, str]:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return type(error).__name__, f"{Path(last.filename).name}:{last.lineno}" if last else ""

"""Logs are JSON lines, and hold nothing of what was planted, whoever logs."""

from __future__ import annotations

import json
import subprocess
import sys

from pipelines.settings import REPOSITORY

PLANTED = ("01017012345", "Kari Nordmann", "antall: 3")
PROGRAM = """
import logging, sys, threading, warnings
import streamlit.logger
from pipelines.logs import write_json_lines
write_json_lines()
late = streamlit.logger.get_logger("streamlit.sent")  # sets up a handler of its own
write_json_lines()
number, name, count = sys.argv[1:]
ours = logging.getLogger("dashboards.components.prove")
ours.warning("Kunne ikke vise siden %s.", "last-opp")
for logger in (ours, logging.getLogger("polars"), late):
    try:
        raise ValueError(f"rad 3: {number} {name}")
    except ValueError:
        logger.exception("Feil.")
logging.getLogger("duckdb").error("could not convert '%s' (%s), %s", number, name, count)
late.error(f"Uncaught {number}")
warnings.warn(f"{name} {count}")
logging.getLogger("pipelines.prove").debug("sees ikke")
"""


def test_no_value_stands_in_any_line() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *PLANTED], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert ran.stdout == ""
    assert [planted for planted in PLANTED if planted in ran.stderr] == []
    assert [(line["logger"], line.get("error"), line.get("message")) for line in lines] == [
        ("dashboards.components.prove", None, "Kunne ikke vise siden last-opp."),
        ("dashboards.components.prove", "ValueError", "Feil."),
        ("polars", "ValueError", None),
        ("streamlit.sent", "ValueError", None),
        ("duckdb", None, None),
        ("streamlit.sent", None, None),
        ("py.warnings", None, None),
    ]
    assert all(line["time"] and line["level"] and line["place"] for line in lines)

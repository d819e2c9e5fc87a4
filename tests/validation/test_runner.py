"""Fail closed: an answer that cannot be trusted is no answer; and nothing of the data stays behind."""

import gc
import logging
import os
import subprocess
import sys
from types import SimpleNamespace

import polars as pl
import pytest

from pipelines.contracts.model import Rule, Severity
from pipelines.settings import REPOSITORY
from pipelines.validation import runner
from pipelines.validation.checks import Check, Kind

FINE = {"raised_exception": False}


def result(success, exception, **fields):
    return SimpleNamespace(success=success, exception_info=exception, result=fields)


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (result(True, FINE, unexpected_index_list=[]), []),
        (result(False, FINE, unexpected_index_list=[3, 5]), [3, 5]),
        (result(True, FINE), None),
        (result(False, FINE, unexpected_index_list=[]), None),
        (result(True, FINE, unexpected_index_list=[1]), None),
        (result(False, {"raised_exception": True}, unexpected_index_list=[1]), None),
        (result(False, {"MetricId": FINE}, unexpected_index_list=[1]), None),
    ],
)
def test_only_an_answer_that_agrees_with_itself_is_taken(given, answer):
    assert runner._answer(given) == answer


def not_null(column):
    return Check(
        Rule("r", column, Severity.ERROR), Kind.MISSING, "expect_column_values_to_not_be_null", {"column": column}
    )


def test_one_failing_check_leaves_the_others_answered():
    frame = pl.DataFrame({"a": ["x", None]})
    assert runner.run([not_null("a"), not_null("finnes_ikke"), not_null("a")], frame) == [[1], None, [1]]


def test_a_library_that_falls_over_answers_nothing(monkeypatch):
    def fall(*_):
        raise RuntimeError

    monkeypatch.setattr(runner, "_answers", fall)
    assert runner.run([not_null("a")], pl.DataFrame({"a": ["x"]})) == [None]


def test_it_is_quiet_and_phones_nobody(capfd, caplog):
    with caplog.at_level(logging.DEBUG):
        runner.run([not_null("a"), not_null("finnes_ikke")], pl.DataFrame({"a": ["hemmelig", None]}))
    assert capfd.readouterr() == ("", "")
    assert "hemmelig" not in caplog.text
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_the_rows_are_let_go():
    import pandas as pd

    runner.run([not_null("merke_av_denne_testen")], pl.DataFrame({"merke_av_denne_testen": ["x"]}))
    gc.collect()
    left = [o for o in gc.get_objects() if isinstance(o, pd.DataFrame) and "merke_av_denne_testen" in o.columns]
    assert left == []


@pytest.mark.slow
def test_spark_is_not_looked_for(tmp_path):
    """A pyspark that is installed ends a process that is not begun by a file, where the library imports it."""
    package = tmp_path / "pyspark" / "__init__.py"
    package.parent.mkdir()
    package.write_text("raise SystemExit(7)")
    asked = "from pipelines.validation import runner; runner._context(); import sys; print('pyspark' in sys.modules)"
    command = [sys.executable, "-c", asked]
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr

"""The only module that knows Great Expectations: checks and a frame in, the failing rows of each check out.

It asks for the index of failing rows and nothing else: with key columns the library builds a dictionary per row
(13 s instead of 0.05 s when 60 000 rows fail), and with values it would hold, and could log, what people wrote.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from pipelines.contracts.odcs import ContractError
from pipelines.settings import switch_off_telemetry
from pipelines.texts import text
from pipelines.validation.checks import Check
from pipelines.validation.frames import as_pandas

if TYPE_CHECKING:
    import polars as pl
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext

RESULT: Mapping[str, Any] = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "return_unexpected_index_query": False,
    "include_unexpected_rows": False,
}
Answer = Sequence[int] | None
"""Positions of failing rows; None when the check itself failed and nothing is known."""

# The library keeps its current project in a global: two threads of the upload page must not meet there.
_ONE_AT_A_TIME = Lock()


def run(checks: Sequence[Check], frame: pl.DataFrame) -> list[Answer]:
    """The answer to each of `checks` on `frame`, in the same order.

    Raises:
        ContractError: a check that the library does not accept; the message names the rule.
    """
    if not checks:
        return []
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = _context()
        expectations = [expectation(check, number) for number, check in enumerate(checks)]
        try:
            return _answers(context, expectations, frame)
        except Exception:  # the library raises whatever its backends raise; its text may quote the data
            return [None] * len(checks)


def expectation(check: Check, number: int = 0) -> Any:
    """The Great Expectations expectation of `check`, with its rule in `meta`.

    Raises:
        ContractError: unknown expectation or arguments it does not take.
    """
    _context()  # fills the registry, quietly
    from great_expectations.expectations.registry import get_expectation_impl

    try:
        return get_expectation_impl(check.expectation)(**check.kwargs, meta={"regel": check.rule.id, "nr": number})
    except Exception as error:  # pydantic's and the registry's own classes; nothing of the data is known yet
        why = f"{check.expectation}: {' '.join(str(error).split())}"
        raise ContractError(text("validation.cannot_run", rule=check.rule.id, why=why)) from error


@cache
def _context() -> EphemeralDataContext:
    switch_off_telemetry()
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)
    with _without("pyspark"):
        import great_expectations as gx  # 5–12 s
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    return context


@contextmanager
def _without(package: str) -> Iterator[None]:
    """As if `package` were not installed.

    The library imports all of Spark where it finds it, to no use here; and in a process that is not begun by a file,
    pyspark takes that for a test of its own and ends the process.
    """
    loaded = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]  # Python's way to say that there is none
    try:
        yield
    finally:
        del sys.modules[package]
        if loaded is not None:
            sys.modules[package] = loaded


def _answers(context: EphemeralDataContext, expectations: list[Any], frame: pl.DataFrame) -> list[Answer]:
    import great_expectations as gx

    answers: list[Answer] = [None] * len(expectations)
    source = context.data_sources.add_pandas("opptrapp")
    try:
        definition = source.add_dataframe_asset("rader").add_batch_definition_whole_dataframe("alle")
        batch = definition.get_batch({"dataframe": as_pandas(frame)})
        suite = gx.ExpectationSuite("kontrakt", expectations=expectations)
        for result in batch.validate(suite, result_format=dict(RESULT)).results:
            if result.expectation_config:
                answers[result.expectation_config.meta["nr"]] = _answer(result)
    finally:
        # Otherwise the context would keep the rows alive after the validation.
        context.data_sources.delete("opptrapp")
    return answers


def _answer(result: Any) -> Answer:
    if "raised_exception" not in result.exception_info or result.exception_info["raised_exception"]:
        return None
    rows = result.result.get("unexpected_index_list")
    # A verdict that does not agree with its own rows is no verdict.
    if rows is None or bool(result.success) == bool(rows):
        return None
    return [int(row) for row in rows]

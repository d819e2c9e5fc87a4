"""Validate the rows of many files at once against one form: plan, run, tell. No rule and no wording stands here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pipelines.contracts.model import Column, Finding, Form, Severity
from pipelines.validation.checks import Batch, Check, Kind
from pipelines.validation.frames import PREVIOUS, ROWS, Previous, batches
from pipelines.validation.hits import without_repeats
from pipelines.validation.labels import Gathered, gather
from pipelines.validation.lookups import Lookups
from pipelines.validation.messages import Words
from pipelines.validation.outcome import Outcome
from pipelines.validation.runner import run
from pipelines.validation.shown import shown
from pipelines.validation.suite import build
from pipelines.validation.twins import Twins, twins_of

Order = tuple[int, int, int, int, int]
"""File, row (0: the whole part), column in the form, rule in the form, part."""


def validate(
    form: Form,
    rows: pl.DataFrame,
    lookups: Lookups,
    *,
    year_column: str,
    previous: Previous | None = None,
    language: str = "nb",
) -> Outcome:
    """Run every rule of `form` on `rows`.

    Args:
        form: the form that the files were made with.
        rows: `fil` Int32, `del` Int32, `rad` Int64 and the form's columns as text, blanks as null; many files.
        lookups: name -> codes valid in a year, for rules that look their values up.
        year_column: the column that says which wave a row belongs to.
        previous: rows of each file's parts in the wave before; rules that compare with it are not run on the others.
        language: of the messages.

    Returns:
        Findings by file, row, column of the form and rule, and the rules that were not run.

    Raises:
        ContractError: the form has a rule that cannot be run by anybody.
    """
    plan = build(form, rows, lookups, year_column=year_column, previous=previous, language=language)
    words = Words(form, language)
    found: list[tuple[Order, Finding]] = []
    for batch, frame in batches(plan, rows, previous or {}).items():
        checks = [c for c in plan.checks if c.batch is batch]
        answers = run(checks, frame) if frame.height else [[] for _ in checks]
        known = [a if a is not None else [] for a in answers]
        for check, hits in zip(checks, without_repeats(checks, known), strict=True):
            found += _Teller(words, check, frame).findings(hits)
        for check, answer in zip(checks, answers, strict=True):
            if answer is None:
                found += _broken(words, check, frame)
    found.sort(key=lambda pair: pair[0])
    return Outcome(tuple(dict.fromkeys(finding for _, finding in found)), plan.not_run)


class _Teller:
    """Tells the hits of one check; the same value gets the same words, made once."""

    def __init__(self, words: Words, check: Check, frame: pl.DataFrame) -> None:
        self.words, self.check, self.frame = words, check, frame
        self._said: dict[str | None, tuple[str | None, str]] = {}

    def findings(self, hits: Sequence[int]) -> Iterator[tuple[Order, Finding]]:
        """A finding per hit, with its place in the order."""
        if hits and self.check.kind is Kind.CODE:
            hits, together = gather(self._column(), self.frame, hits, self.words.language)
            yield from map(self._together, together)
        if not hits:
            return
        check, chosen = self.check, self.frame[list(hits)]
        header = self._header()
        keys = chosen["rad"] if check.batch is Batch.ROWS else pl.Series([None]).extend_constant(None, len(hits) - 1)
        values = self._values(chosen)
        repeated = check.kind is Kind.DUPLICATE and check.batch is Batch.ROWS
        twins = twins_of(self.frame, hits, check.columns) if repeated else [None] * len(hits)
        place = _place(self.words.form, check)
        rule, severity = check.rule.id, check.rule.severity
        for file, part, row, raw, twin in zip(chosen["fil"], chosen["del"], keys, values, twins, strict=True):
            value, message = self._say(raw, twin)
            finding = Finding(rule, severity, message, file, part, row, header, value)
            yield (file, row or 0, *place, -1 if part is None else part), finding

    def _together(self, found: Gathered) -> tuple[Order, Finding]:
        rule, place = self.check.rule, _place(self.words.form, self.check)
        finding = Finding(rule.id, rule.severity, found.message, found.file, found.part, None, self._header())
        return (found.file, 0, *place, -1 if found.part is None else found.part), finding

    def _column(self) -> Column:
        return self.words.form.by_name[self.check.columns[0]]

    def _header(self) -> str | None:
        column = self.check.rule.column
        return self.words.form.by_name[column].header if column else None

    def _values(self, chosen: pl.DataFrame) -> list[str | None]:
        check = self.check
        if check.kind is Kind.MEASURE:
            measured = zip(chosen[check.kwargs["column"]], chosen[ROWS], chosen[PREVIOUS], strict=True)
            return [self.words.measured(check, value, rows, before) for value, rows, before in measured]
        single = check.rule.column is not None and check.kind not in (Kind.ROW, Kind.MISSING)
        return chosen[check.columns[0]].to_list() if single else [None] * chosen.height

    def _say(self, raw: str | None, twin: Twins | None) -> tuple[str | None, str]:
        if twin is None and raw in self._said:
            return self._said[raw]
        value = raw if raw is None or self.check.kind is Kind.MEASURE else shown(raw, self.words.language)
        self._said[raw] = value, self.words.message(self.check, value, twin)
        return self._said[raw]


def _place(form: Form, check: Check) -> tuple[int, int]:
    names = [c.name for c in form.columns]
    column = names.index(check.rule.column) if check.rule.column else len(names)
    return column, form.all_rules.index(check.rule)


def _broken(words: Words, check: Check, frame: pl.DataFrame) -> Iterator[tuple[Order, Finding]]:
    """A check that could not be run refuses every file of the batch, whatever the rule's own severity."""
    for file in frame["fil"].unique().sort() if frame.height else ():
        finding = Finding(check.rule.id, Severity.ERROR, words.broken(check), file)
        yield (file, 0, *_place(words.form, check), -1), finding

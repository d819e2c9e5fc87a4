"""The words of a finding: what stands there, what is allowed, what to do. The rule's own text and help come first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.contracts.model import Column, Form, in_language
from pipelines.contracts.rule_arguments import against_previous
from pipelines.contracts.spelling import Spellings
from pipelines.texts.numbers import number
from pipelines.validation.checks import Check, Kind
from pipelines.validation.likely import likely
from pipelines.validation.phrases import Phrases
from pipelines.validation.twins import Twins

Said = tuple[str, str]
"""What was found, and what to do."""


@dataclass(frozen=True)
class Words:
    """Builds messages about one form in one language. Values given to it are safe to show."""

    form: Form
    language: str = "nb"

    @property
    def phrases(self) -> Phrases:
        """Parts of sentences in the same language."""
        return Phrases(self.language)

    def message(self, check: Check, value: str | None, twins: Twins | None = None) -> str:
        """The message of one hit.

        Args:
            check: the check that hit.
            value: what stood there, safe to show; None when nothing did or when it is about the row.
            twins: rows that hold the same, for duplicates.
        """
        columns = [self.form.by_name[c] for c in check.columns]
        found, todo = _SAID[check.kind](self.phrases, check, columns, value or "")
        if check.rule.text and check.kind is Kind.MEASURE:
            found = " ".join([in_language(check.rule.text, self.language), *self._against_limit(check, value or "")])
        elif check.rule.text:
            standing = [] if value is None else [self.phrases.say("found", value=value)]
            found = " ".join([*standing, in_language(check.rule.text, self.language)])
        if check.rule.help:
            todo = in_language(check.rule.help, self.language)
        if value is not None and check.kind.rank is not None:
            suggested = check.suggest(value) if check.suggest else None
            todo = suggested or likely(self.form, columns, value, self.language) or todo
        return " ".join([found, *self._same(twins), todo])

    def measured(self, check: Check, value: float, rows: int, before: int | None) -> str:
        """What was measured in a part, as it is shown: «34,2 %», «12» or «34 mot 120 forrige gang (28,3 %)».

        Args:
            check: the check that hit.
            value: the number it judged.
            rows: of the part.
            before: rows of the same part in the wave before, where it had any.
        """
        if against_previous(check.rule):
            now, then = (number(n, language=self.language) for n in (rows, before or 0))
            return self.phrases.say("growth", now=now, then=then, share=self.phrases.percent(value))
        return self.phrases.percent(value) if check.rule.unit == "percent" else number(value, language=self.language)

    def _against_limit(self, check: Check, value: str) -> list[str]:
        """The measured number and its limit; nothing where the rule's text has said it all."""
        if check.rule.limit is None:
            return []
        return [self.phrases.say("measured", measured=value, limit=self.phrases.limit(check.rule))]

    def broken(self, check: Check) -> str:
        """That the check could not be run, which refuses the file."""
        return self.phrases.say("broken", rule=check.rule.id)

    def _same(self, twins: Twins | None) -> list[str]:
        if twins is None or not twins.rows:
            return []
        named = [str(r) for r in twins.rows]
        say = self.phrases.say
        rows = (
            say("more_rows", rows=", ".join(named), n=twins.more) if twins.more else self.phrases.joined(named, "and")
        )
        return [say("same_rows", rows=rows, n=len(named) + twins.more)]


def _missing(phrases: Phrases, _: Check, columns: list[Column], __: str) -> Said:
    found = phrases.say("missing", column=columns[0].header)
    if columns[0].codes:
        return found, phrases.say("fill_codes", codes=phrases.codes(columns[0].codes))
    return found, phrases.say("fill")


def _code(phrases: Phrases, _: Check, columns: list[Column], value: str) -> Said:
    found = phrases.say("unknown_code", value=value, column=columns[0].header)
    if meant := Spellings(columns[0]).of(value):  # the label was written instead of the code
        return found, phrases.say("use_codes", codes=phrases.code(meant.code))
    return found, phrases.say("use_codes", codes=phrases.codes(columns[0].codes))


def _form(phrases: Phrases, check: Check, columns: list[Column], value: str) -> Said:
    if columns[0].type == "integer":
        return phrases.say("not_integer", value=value), phrases.say("write_integer")
    if columns[0].type == "number":
        return phrases.say("not_number", value=value), phrases.say("write_number")
    found = phrases.say("wrong_form", value=value, column=columns[0].header)
    return found, phrases.shape(str(check.kwargs["regex"]))


def _range(phrases: Phrases, check: Check, columns: list[Column], value: str) -> Said:
    found = phrases.say("outside", value=value, column=columns[0].header)
    return found, phrases.bounds(check.kwargs.get("min_value"), check.kwargs.get("max_value"))


def _value(phrases: Phrases, check: Check, columns: list[Column], value: str) -> Said:
    key = "not_valid_year" if check.year else "not_valid"
    return phrases.say(key, value=value, column=columns[0].header, year=check.year), phrases.say("correct")


def _duplicate(phrases: Phrases, _: Check, columns: list[Column], value: str) -> Said:
    headers = ", ".join(c.header for c in columns)
    found = phrases.say("duplicate" if value else "duplicate_row", value=value, columns=headers)
    return found, phrases.say("fix_duplicate")


def _row(phrases: Phrases, _: Check, columns: list[Column], __: str) -> Said:
    headers = phrases.joined([c.header for c in columns], "and")
    return phrases.say("row", columns=headers), phrases.say("correct_row")


def _measure(phrases: Phrases, check: Check, columns: list[Column], value: str) -> Said:
    if check.rule.limit is None:
        return phrases.say("few_values", column=columns[0].header), phrases.say("correct_part")
    limit = phrases.limit(check.rule)
    if not columns:
        return phrases.say("row_count", measured=value, limit=limit), phrases.say("fix_row_count")
    by_value = {c.value: c for c in columns[0].codes}
    listed = [str(v or "") for v in check.rule.arguments.get("missingValues", [None])]
    names = [phrases.code(by_value[v]) if v in by_value else v or phrases.say("blank") for v in listed]
    key = "share" if check.rule.unit == "percent" else "count"
    codes = phrases.joined(names, "or")
    return phrases.say(key, column=columns[0].header, measured=value, codes=codes, limit=limit), phrases.say(
        "fix_share"
    )


_SAID: dict[Kind, Callable[[Phrases, Check, list[Column], str], Said]] = {
    Kind.MISSING: _missing,
    Kind.CODE: _code,
    Kind.FORM: _form,
    Kind.RANGE: _range,
    Kind.VALUE: _value,
    Kind.DUPLICATE: _duplicate,
    Kind.ROW: _row,
    Kind.MEASURE: _measure,
}

"""What the Excel form says of a column, in the user's language: comment, message by the cell, refusal, explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipelines.contracts.model import Code, Column, Form, Survey, Texts, in_language
from pipelines.texts import text
from pipelines.texts.numbers import number

INPUT_MESSAGE = 255
"""Excel's limit for the message shown by a cell."""

_DIGITS = re.compile(r"\^\[0-9\]\{(\d+)\}\$")


@dataclass(frozen=True)
class Words:
    """The wording of one form in one year and one language."""

    survey: Survey
    form: Form
    year: int
    language: str

    def text(self, key: str, /, **values: Any) -> str:
        """The text `key` in the form's language."""
        return text(key, self.language, **values)

    def of(self, texts: Texts) -> str:
        """The contract's text in the form's language."""
        return in_language(texts, self.language)

    @property
    def title(self) -> str:
        """Survey, year and form version."""
        return self.text(
            "skjema.tittel",
            survey=self.of(self.survey.title),
            year=self.year,
            form=self.form.id,
            version=self.form.version,
        )

    @property
    def row_is(self) -> str:
        """What one row of the survey is, as a sentence."""
        return self.text(f"skjema.rad_{self.survey.row_is}")

    def offered(self, column: Column) -> tuple[Code, ...]:
        """The codes that may be handed in."""
        return tuple(c for c in column.codes if not self._refuses(column, c))

    def refused(self, column: Column) -> tuple[Code, ...]:
        """The codes that the form knows, but that refuse the whole file."""
        return tuple(c for c in column.codes if self._refuses(column, c))

    def _refuses(self, column: Column, code: Code) -> bool:
        legal = self.survey.legal_basis
        return legal is not None and legal.column == column.name and code.code in legal.refused

    def required(self, column: Column) -> str:
        """Whether the column must be filled, as shown in the comment; the * is the sign for yes."""
        return self.text("skjema.maa_fylles" if column.required else "skjema.kan_vaere_tom")

    def coded(self, code: Code) -> str:
        """`1 = Grønn`; the code alone where its label says the same."""
        label = self.of(code.label)
        return code.value if label == code.value else f"{code.value} = {label}"

    def comment(self, column: Column) -> str:
        """What is shown when the pointer rests on the header."""
        lines = [self.required(column), self.of(column.title), *map(self.coded, self.offered(column))]
        return "\n".join([*lines, *self.explanation(column)])

    def message(self, column: Column) -> str:
        """What is shown beside a chosen cell: the codes with labels, as many as there is room for."""
        lines = [self.coded(c) for c in self.offered(column)] or self.explanation(column)
        more = self.text("skjema.se_kodebok")
        shown = ""
        for i, line in enumerate(lines):
            room = INPUT_MESSAGE - (0 if i == len(lines) - 1 else len(more) + 1)
            if len(shown) + len(line) > room:
                return shown + more
            shown += line + "\n"
        return shown.rstrip("\n")

    def explanation(self, column: Column) -> list[str]:
        """Sentences on what may stand in the column."""
        helped = [self.of(part) for rule in column.rules for part in (rule.text, rule.help) if part]
        lines = [content] if (content := self._content(column)) else []
        # Help in the contract gives its own example.
        if column.pattern and column.example and not helped:
            lines.append(self.text("skjema.for_eksempel", example=column.example))
        lines += helped
        if refused := self.refused(column):
            lines.append(self._refusal(refused))
        if column.assumed:
            lines.append(self.text("skjema.antatt"))
        return list(dict.fromkeys(lines))

    def _content(self, column: Column) -> str | None:
        if column.name == self.survey.year:
            return self.text("skjema.aaret", year=self.year)
        if column.codes:
            return self.text("skjema.velg_kode")
        if column.type == "string":
            digits = exact_digits(column)
            if digits is None and any(rule.text for rule in column.rules):
                return None
            return self.text("skjema.siffer", n=digits) if digits else self.text("skjema.tekst")
        low, high = column.minimum, column.maximum
        if low is not None and high is not None:
            return self.text("skjema.tall_mellom", low=_plain(low), high=_plain(high))
        return self.text("skjema.helt_tall" if column.type == "integer" else "skjema.tall")

    @cached_property
    def refusals(self) -> list[str]:
        """Sentences on rows that must not be handed in, for the steps."""
        return [self._refusal(refused) for c in self.form.columns if (refused := self.refused(c))]

    def _refusal(self, refused: tuple[Code, ...]) -> str:
        legal = self.survey.legal_basis
        names = ", ".join(self.of(c.label) for c in refused)
        return self.text("skjema.ikke_lever", names=names, why=self.of(legal.note) if legal else "")

    def example(self, column: Column) -> str | None:
        """What stands in the column in the example row; None for a column that is left empty there."""
        if column.name == self.survey.year:
            return str(self.year)
        if column.example is not None or not column.required:
            return column.example
        return next((c.value for c in self.offered(column)), None)


def exact_digits(column: Column) -> int | None:
    """How many digits the column's pattern asks for, when that is all it asks."""
    found = _DIGITS.fullmatch(column.pattern or "")
    return int(found[1]) if found else None


def _plain(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)

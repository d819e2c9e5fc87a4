"""A plan's registry of indicators: its versions, how much of it is established, and what its evaluation concludes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from pipelines.contracts.plan_file import Plan, State
from pipelines.published.plan_words import named
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING, date_text
from pipelines.told.table import Cell, Column, Table

_COLUMNS = (("rapport", False), ("publisert", False), ("antall", True), ("oppdatert", True), ("merknad", False))


@dataclass(frozen=True)
class Registry:
    """How much of the registry there is, in words, and its versions; None where the plan has none."""

    summary: str
    versions: Table | None


def registry(plan: Plan, language: str = "nb") -> Registry:
    """The registry of `plan` as this project has it, beside what its reports say they had."""
    counts = {state: sum(one.state is state for one in plan.indicators) for state in State}
    total = len(plan.indicators)
    said = [text("planstatus.register_antall", language, n=total, missing=counts[State.NOT_ESTABLISHED])]
    if plan.versions:
        said.append(text("planstatus.register_versjoner", language))
    stale, gone = counts[State.NOT_UPDATED], counts[State.RETIRED]
    key = "planstatus.register_stoppet" if stale or gone else "planstatus.register_ingen_stoppet"
    said.append(text(key, language, stale=stale, gone=gone))
    return Registry(" ".join(said), _versions(plan, language) if plan.versions else None)


def verdicts(plan: Plan, language: str = "nb") -> list[tuple[str, str]]:
    """What the plan's evaluation concludes, in its own words, with source."""
    return [(named(plan, one.sources), one.says.said(language)) for one in plan.verdicts]


def _versions(plan: Plan, language: str) -> Table:
    rows = tuple(
        (Cell(v.report), Cell(_date(v.published, language)), _number(v.indicators), _number(v.updated),
         Cell(v.note.said(language) if v.note else ""))
        for v in plan.versions
    )  # fmt: skip
    columns = tuple(Column(text(f"planstatus.kol_{key}", language), numeric) for key, numeric in _COLUMNS)
    return Table(text("planstatus.versjoner", language), columns, rows)


def _number(of: int | None) -> Cell:
    return Cell(SIGN_MISSING, missing=True) if of is None else Cell(str(of))


def _date(published: str, language: str) -> str:
    """«4. desember 2019», «april 2018»."""
    if len(published) > len("2018-04"):
        return date_text(date.fromisoformat(published), language)
    return format_date(date.fromisoformat(f"{published}-01"), "MMMM y", locale=language)

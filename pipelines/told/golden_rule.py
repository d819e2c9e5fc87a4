"""The golden rule: what each source says of each service, measure, region and span of years. Never one light."""

from __future__ import annotations

from pipelines.contracts.plan_file import Plan
from pipelines.contracts.plan_money import GoldenRule, GoldenRuleRow
from pipelines.published.plan_words import named
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING, own_decimals, with_unit
from pipelines.told.shown import DASH
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import joined

LAND = "land"
_MEASURES = ("kostnad", "ventetid", "aktivitet", "arsverk", "samlet")
_ALWAYS = frozenset({"kostnad", "ventetid", "aktivitet"})
"""What the rule is assessed on: an empty column of these says something, one of others does not."""
_REGIONS = (LAND, "sor_ost", "vest", "midt", "nord")
_SERVICES = ("tsb", "psykisk_helsevern", "phv", "phbu", "somatikk", "samlet")
_Key = tuple[int, int, int, int]
_SIGNS = {"ja": "✓", "delvis": "(✓)", "nei": "✗", None: "·"}


def golden_rule(plan: Plan, rule: GoldenRule, language: str = "nb") -> tuple[Table, ...]:
    """The health regions and the land, each as a table where any source says something of them.

    A row for each span of years, place and service; a column for each measure; what is missing stays missing. Two
    sources on the same cell stand in it one after the other, each with its name.
    """
    parts = (("helseregioner", [row for row in rule.rows if row.region != LAND]),
             ("landet", [row for row in rule.rows if row.region == LAND]))  # fmt: skip
    named_parts = ((text(f"planstatus.gylne_{part}", language), rows) for part, rows in parts if rows)
    return tuple(_table(plan, rows, caption, language) for caption, rows in named_parts)


def _table(plan: Plan, rows: list[GoldenRuleRow], caption: str, language: str) -> Table:
    measures = [one for one in _MEASURES if one in _ALWAYS or any(row.measure == one for row in rows)]
    by_key: dict[_Key, list[GoldenRuleRow]] = {}
    for row in sorted(rows, key=_key):
        by_key.setdefault(_key(row), []).append(row)
    regions = any(row.region != LAND for row in rows)
    heads = ("aar", *(("region",) if regions else ()), "tjeneste", *(f"maling_{one}" for one in measures), "kilde")
    columns = tuple(Column(text(f"planstatus.kol_{key}", language), numeric=False) for key in heads)
    return Table(caption, columns, tuple(_line(plan, said, measures, language) for said in by_key.values()))


def _line(plan: Plan, said: list[GoldenRuleRow], measures: list[str], language: str) -> tuple[Cell, ...]:
    first = said[0]
    sources = list(dict.fromkeys(row.source for row in said))
    place = [] if first.region == LAND else [Cell(text(f"planstatus.region_{first.region}", language))]
    return (
        Cell(_years(first)),
        *place,
        Cell(text(f"planstatus.tjeneste_{first.service}", language)),
        *(_cell(plan, [row for row in said if row.measure == one], len(sources) > 1, language) for one in measures),
        Cell(named(plan, sources)),
    )


def golden_summary(plan: Plan, rule: GoldenRule, language: str = "nb") -> str:
    """How far the answers go apart, what years the health regions have answers for, and when the rule was in force."""
    answers: dict[tuple[int, int, str], set[str]] = {}
    for row in rule.rows:
        if row.followed:
            answers.setdefault((row.years.first, row.years.last, row.region), set()).add(row.followed)
    apart = sum(len(said) > 1 for said in answers.values())
    said = [text("planstatus.gylne_spriker", language, apart=apart, n=len(answers))]
    years = sorted({_years(row) for row in rule.rows if row.region != LAND})
    if years:
        said.append(text("planstatus.gylne_regioner", language, years=joined(years, language)))
    if rule.in_force:
        said.append(text("planstatus.gylne_gjaldt", language))
        said += [one.says.said(language) for one in rule.in_force]
    return " ".join(said)


def _key(row: GoldenRuleRow) -> _Key:
    return row.years.first, row.years.last, _REGIONS.index(row.region), _SERVICES.index(row.service)


def _years(row: GoldenRuleRow) -> str:
    first, last = row.years.first, row.years.last
    return str(first) if first == last else f"{first}{DASH}{last}"


def _cell(plan: Plan, rows: list[GoldenRuleRow], several: bool, language: str) -> Cell:
    if not rows:
        return Cell(SIGN_MISSING, missing=True)
    said = "; ".join(_said(row, language) for row in rows)
    notes = [row.note.said(language) for row in rows if row.note]
    notes += [named(plan, [row.source]) for row in rows if several]
    return Cell(said, note=". ".join(notes) or None, sign=_SIGNS[rows[0].followed])


def _said(row: GoldenRuleRow, language: str) -> str:
    answer = row.followed or "ukjent"
    followed = text(f"planstatus.fulgt_{answer}", language)
    if row.growth is None:
        return followed
    decimals = max(own_decimals(n) for n in (row.growth, row.somatic) if n is not None)
    growth = with_unit(row.growth, "prosent", decimals, language).replace("-", "\N{MINUS SIGN}")
    if row.somatic is None:
        return text("planstatus.vekst_alene", language, growth=growth)
    somatic = with_unit(row.somatic, "prosent", decimals, language)
    return text("planstatus.vekst_mot", language, followed=followed, growth=growth, somatic=somatic)

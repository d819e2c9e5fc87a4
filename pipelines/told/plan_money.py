"""A plan's money: what is known of grants, year by year beside the goal for all its years. Never summed over years."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pipelines.contracts.plan_file import Plan
from pipelines.contracts.plan_money import Certainty, Grant, Money
from pipelines.published.plan_words import named
from pipelines.texts import text
from pipelines.texts.numbers import number, own_decimals
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import joined


class Firmness(StrEnum):
    """How an amount is drawn: what is granted, what was only proposed, and what no source that was read says."""

    GRANTED = "bevilget"
    PROPOSED = "foreslatt"
    ASSUMED = "antatt"


@dataclass(frozen=True)
class Piece:
    """One grant as a piece of its year's bar, in mill. kr from `low` to `high`."""

    year: int
    low: float
    high: float
    purpose: str
    amount: str
    firmness: Firmness


@dataclass(frozen=True)
class PlanMoney:
    """All that is shown of a plan's money."""

    summary: str
    warning: str
    pieces: tuple[Piece, ...]
    totals: tuple[tuple[int, float, str], ...]
    target: float
    target_label: str
    grants: Table
    purposes: Table | None
    readings: tuple[tuple[str, str], ...]


def plan_money(plan: Plan, language: str = "nb") -> PlanMoney | None:
    """The plan's money; None where it has no sum as goal."""
    money = plan.money
    if money is None:
        return None
    target = _mill(money.target, language)
    years = sorted({grant.year for grant in money.grants})
    totals = [(year, sum(g.amount for g in money.grants if g.year == year)) for year in years]
    firm = [str(y) for y in years if all(_firmness(g) is Firmness.GRANTED for g in money.grants if g.year == y)]
    weak = [str(y) for y in years if str(y) not in firm]
    said = [text("planstatus.penger_mal", language, amount=target, source=named(plan, [money.source]))]
    if firm:
        said.append(text("planstatus.penger_faste", language, years=joined(firm, language)))
    if weak:
        said.append(text("planstatus.penger_svake", language, years=joined(weak, language)))
    return PlanMoney(
        summary=" ".join(said),
        warning=money.warning.said(language),
        pieces=_pieces(money, language),
        totals=tuple((year, total, _number(total, language)) for year, total in totals),
        target=money.target,
        target_label=text("planstatus.penger_linje", language, amount=target),
        grants=_grants(plan, money, language),
        purposes=_purposes(plan, money, language),
        readings=tuple((named(plan, one.sources), one.says.said(language)) for one in money.readings),
    )


def firmness_words(firmness: Firmness, language: str = "nb") -> str:
    """What the look of a piece means."""
    return text(f"planstatus.sikkerhet_{firmness}", language)


def _firmness(grant: Grant) -> Firmness:
    if grant.certainty is not Certainty.SOURCED:
        return Firmness.ASSUMED
    return Firmness.PROPOSED if grant.proposal else Firmness.GRANTED


def _pieces(money: Money, language: str) -> tuple[Piece, ...]:
    """The surest lowest in each bar, so that what is firm can be read off the axis."""
    found, tops = [], dict[int, float]()
    for grant in sorted(money.grants, key=lambda g: (g.year, list(Firmness).index(_firmness(g)))):
        low = tops.get(grant.year, 0.0)
        tops[grant.year] = low + grant.amount
        found.append(Piece(grant.year, low, low + grant.amount, grant.purpose.said(language),
                           _mill(grant.amount, language), _firmness(grant)))  # fmt: skip
    return tuple(found)


def _grants(plan: Plan, money: Money, language: str) -> Table:
    rows = tuple(
        (Cell(str(g.year)), Cell(g.purpose.said(language)), Cell(_number(g.amount, language)),
         Cell(firmness_words(_firmness(g), language)), Cell(named(plan, [g.source] if g.source else [])))
        for g in money.grants
    )  # fmt: skip
    return Table(text("planstatus.bevilgninger", language), _columns(_GRANTS, language), rows)


def _purposes(plan: Plan, money: Money, language: str) -> Table | None:
    if not money.purposes:
        return None
    rows = tuple(
        (Cell(one.purpose.said(language)), Cell(_number(one.amount, language)), Cell(named(plan, [one.source])))
        for one in money.purposes
    )
    title = text("planstatus.formal_tittel", language, first=plan.period.first, last=plan.period.last)
    return Table(title, _columns(_PURPOSES, language), rows)


_GRANTS = (("aar", False), ("formal", False), ("belop", True), ("sikkerhet", False), ("kilde", False))
_PURPOSES = (("formal", False), ("belop", True), ("kilde", False))


def _columns(keys: tuple[tuple[str, bool], ...], language: str) -> tuple[Column, ...]:
    return tuple(Column(text(f"planstatus.kol_{key}", language), numeric) for key, numeric in keys)


def _mill(amount: float, language: str) -> str:
    return text("planstatus.mill", language, amount=_number(amount, language))


def _number(amount: float, language: str) -> str:
    return number(amount, own_decimals(amount), language)

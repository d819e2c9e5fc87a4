"""What the release says of a figure beyond its number, as sentences: change, trend, comparison, rank.

Nothing is judged here: which way, and whether it is beyond chance, stands in the release. The digits of a change are
those of the two figures as they are shown, so that the reader's own subtraction agrees.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.published import Figure, Indicator, Region, Release, plan_words
from pipelines.published.assessment import Assessment, SeriesBreak
from pipelines.published.unjudged import SIGNS, Unjudged
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_NOT_APPLICABLE
from pipelines.told import shown
from pipelines.told.choices import name_of
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import joined

_UNCHANGED = "ingen_malbar_endring"


def change_sentence(release: Release, indicator: Indicator, new: Figure, old: Figure, language: str = "nb") -> str:
    """What happened since `old`, the figure before; why that cannot be said where a break lies between."""
    said = release.assessed(new)
    if said is not None and said.endring_arsak == Unjudged.BREAK:
        whys = [one.why(language) for one in _between(release, new, old)]
        return text("vurdering.endring_brudd", language, why=" ".join(whys))
    change = shown.difference_text(new, old, indicator, language)
    found = {"change": change, "year": old.aar, "value": shown.value(old, indicator, language)}
    kind = _kind(said)
    if shown.difference(new, old, indicator) == 0:
        return text("dashboard.summary_unchanged", language, **found)
    if kind is None:
        return text("dashboard.summary_change", language, **found)
    interval = _span(indicator, said.endring_lav, said.endring_hoy, language) if said else ""
    return text(f"vurdering.endring_{kind}", language, **found, interval=interval)


def change_short(indicator: Indicator, new: Figure, old: Figure, said: Assessment | None, language: str = "nb") -> str:
    """The same in a few words, of what is said of `new`: «0,9 prosentpoeng lavere enn i 2017, en bedring»."""
    if said is not None and said.endring_arsak == Unjudged.BREAK:
        return text("vurdering.kort_brudd", language)
    if shown.difference(new, old, indicator) == 0:
        return text("dashboard.change_since_none", language, year=old.aar)
    kind = _kind(said) or ("uten_intervall" if said else "noytral")
    change = shown.difference_text(new, old, indicator, language)
    return text(f"vurdering.kort_{kind}", language, change=change, year=old.aar)


def trend_sentence(indicator: Indicator, said: Assessment | None, language: str = "nb") -> str:
    """The tested trend that ends in a figure, or why there is none; empty where none could be."""
    if said is None:
        return ""
    if said.trend_retning is not None and said.trend_per_aar is not None:
        size = shown.amount(abs(said.trend_per_aar), indicator, language)
        return text(f"vurdering.trend_{said.trend_retning}", language, first=said.trend_fra, last=said.aar, size=size)
    if said.trend_arsak in (Unjudged.FEW_POINTS, Unjudged.BREAK, Unjudged.NO_VARIATION):
        return text(f"vurdering.trend_{said.trend_arsak}", language, n=said.trend_punkter)
    return ""


def panel_sentence(said: Assessment | None, language: str = "nb") -> str:
    """The change in the municipalities that took part both times; empty where it is not told."""
    if said is None or said.panel_retning is None or said.panel_endring is None:
        return ""
    size = text("vurdering.hele_poeng", language, n=shown.whole(said.panel_endring, language))
    return text(
        f"vurdering.panel_{said.panel_retning}", language, n=shown.count(said.panel_kommuner, language),
        year=said.panel_fra, now=said.aar, size=size,
    )  # fmt: skip


def comparison_sentence(release: Release, indicator: Indicator, said: Assessment | None, language: str = "nb") -> str:
    """How a figure lies to the rest of the land and of its KoRus region; empty where neither is known."""
    if said is None:
        return ""
    korus = release.region.get(f"korus-{said.korus}")
    found = [
        (text("vurdering.landet", language), said.land_sammenlignet, said.land_forskjell, said.land_lav, said.land_hoy),
        (name_of(korus, language) if korus else "", said.korus_sammenlignet, said.korus_forskjell, said.korus_lav,
         said.korus_hoy),
    ]  # fmt: skip
    parts = [
        text(f"vurdering.{side}", language, whole=whole, size=shown.amount(abs(size), indicator, language),
             interval=_span(indicator, low, high, language))
        for whole, side, size, low, high in found if side is not None and size is not None
    ]  # fmt: skip
    return text("vurdering.sammenlignet", language, year=said.aar, parts=joined(parts, language)) if parts else ""


def place_sentence(said: Assessment | None, language: str = "nb") -> str:
    """A municipality's rank among those shown, with how far chance may have moved it, and its place in the funnel."""
    if said is None or said.rang is None or said.rang_av is None or said.rang_av < 2:
        return ""
    ranked = text("vurdering.rang", language, n=said.rang_av, rank=said.rang, low=said.rang_lav, high=said.rang_hoy)
    if said.trakt is None:
        return ranked
    edge = said.trakt.rpartition("_")[2]  # over or under, the distance is the same
    return f"{ranked} {text(f'vurdering.trakt_{edge}', language)}"


def goal_sentence(release: Release, region: Region, said: Assessment | None, language: str = "nb") -> str:
    """How the goal that a figure tells of stands in `region`, in the plan's own words; empty where none does."""
    plan = release.plans.by_id.get(said.maal_plan or "") if said is not None and said.maalstatus is not None else None
    if said is None or plan is None:
        return ""
    row = release.plans.status(plan.id, region).get(said.maal_indikator or "")
    goal = next((one for one in plan.goals if row is not None and one.number == row.maal), None)
    if row is None or goal is None:
        return ""
    stands = plan_words.standing(row, None, language)
    return text(
        "uttak.maalstatus", language, goal=plan_words.goal_title(goal, language), plan=plan.title.said(language),
        status=f"{stands.words} ({stands.why})" if stands.why else stands.words,
    )  # fmt: skip


def why_not(reason: str | None, language: str = "nb") -> str:
    """Why something is not said, with its sign: «: Det som stedet ville blitt holdt mot, …»; empty where it is said.

    What cannot be said of such a place or figure at all (the sign «.») needs no word beside it, but for municipalities
    that must not be ranked.
    """
    if reason is None or (SIGNS[Unjudged(reason)] == SIGN_NOT_APPLICABLE and reason != Unjudged.NOT_RANKED):
        return ""
    return f"{SIGNS[Unjudged(reason)]} {text(f'vurdering.uten_{reason}', language)}"


def reasons(language: str = "nb") -> Table:
    """Every reason there is, for the page that explains the figures."""
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric=False) for key in ("sign", "reason"))
    rows = tuple((Cell(SIGNS[one]), Cell(text(f"vurdering.uten_{one}", language))) for one in Unjudged)
    return Table(text("vurdering.uten_tittel", language), columns, rows)


def side(said: Assessment | None, language: str = "nb") -> str:
    """In a word or two how a figure lies to the rest of the land; empty where that is not known."""
    if said is None or said.land_sammenlignet is None:
        return ""
    return text(f"vurdering.kort_{said.land_sammenlignet}", language)


def break_notes(breaks: Iterable[SeriesBreak], language: str = "nb") -> list[str]:
    """Each break in words: those that stop comparison, and those that do not."""
    return [
        text("vurdering.brudd" if one.hindrer else "vurdering.merk", language, year=one.aar, why=one.why(language))
        for one in breaks
    ]


def method(figure: Figure, language: str = "nb") -> str:
    """How the figure's interval is made; empty without one."""
    return text(f"vurdering.metode_{figure.metode}", language) if figure.metode else ""


def _kind(said: Assessment | None) -> str | None:
    """Which sentence a change takes; None where nothing is known of its chance."""
    if said is None or said.endring_retning is None:
        return None
    return "tilfeldig" if said.endring_retning == _UNCHANGED else said.endring_vurdert


def _between(release: Release, new: Figure, old: Figure) -> list[SeriesBreak]:
    declared = release.breaks_of(new.indikator, new.basisgruppe)
    return [one for one in declared if one.hindrer and old.aar < one.aar <= new.aar]


def _span(indicator: Indicator, low: float | None, high: float | None, language: str) -> str:
    """«−3,9 til −0,7 prosentpoeng»."""
    if low is None or high is None:
        return ""
    ends = {"low": shown.signed(low, language), "high": shown.amount(high, indicator, language)}
    return text("vurdering.fra_til", language, **ends)

"""Coverage as words: how many municipalities took part, and how much of the adult population they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.published import Coverage
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING
from pipelines.told import shown
from pipelines.told.table import Cell
from pipelines.told.words import joined


def coverage_cell(covered: Coverage | None, language: str = "nb", *, of_one: bool = False) -> Cell:
    """«68 %» with «222 av 357 kommuner; 12 har meldt …» below it; empty without, or where one municipality is all.

    Args:
        covered: who took part; None where coverage says nothing of the figure.
        language: of the words.
        of_one: tell it also where one municipality is all, beside places of several.
    """
    if covered is None or (covered.kommuner_i_alt == 1 and not of_one) or not covered.kommuner_med:
        return Cell("")
    return Cell(shown.percent(covered.dekning, language) or SIGN_MISSING, note=_in_short(covered, language))


def coverage_sentence(covered: Coverage, language: str = "nb") -> str:
    """«222 av 428 kommuner, som har 68 % av befolkningen på 18 år og over; 12 har meldt at de ikke kartla; …»."""
    share = shown.percent(covered.dekning, language)
    took_part = municipalities(covered, language)
    said = text("dashboard.coverage_long", language, municipalities=took_part, share=share) if share else took_part
    silent = covered.kommuner_i_alt - covered.kommuner_med - covered.kommuner_meldt
    others = [text("grenser.coverage_silent", language, n=silent)] if silent else []
    return "; ".join([said, *declared(covered, language), *others])


def declared(covered: Coverage, language: str = "nb") -> list[str]:
    """«12 har meldt at de ikke kartla», as the only item; none where nobody has."""
    n = covered.kommuner_meldt
    return [text("grenser.coverage_declared", language, n=n)] if n else []


def unsure_note(covered: Mapping[int, Coverage], years: Sequence[int], language: str = "nb") -> str:
    """Which of `years` rest on too few, and what the limit is; empty where none do."""
    weak = [year for year in years if year in covered and covered[year].usikker]
    if not weak:
        return ""
    named = joined([str(year) for year in sorted(set(weak))], language)
    limit = shown.percent(covered[weak[0]].grense, language)
    return text("grenser.unsure_years", language, years=named, limit=limit)


def _in_short(covered: Coverage, language: str) -> str:
    return "; ".join([municipalities(covered, language), *declared(covered, language)])


def municipalities(covered: Coverage, language: str = "nb") -> str:
    """«222 av 357 kommuner»."""
    return text("dashboard.municipalities_of", language, n=covered.kommuner_i_alt,
                med=shown.count(covered.kommuner_med, language),
                alle=shown.count(covered.kommuner_i_alt, language))  # fmt: skip

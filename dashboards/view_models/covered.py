"""Coverage as words: how many municipalities took part, and how much of the adult population they hold."""

from __future__ import annotations

from dashboards.view_models import shown
from dashboards.view_models.table import Cell
from pipelines.published import Coverage
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING


def coverage_cell(covered: Coverage | None, language: str = "nb") -> Cell:
    """«68 %» with «222 av 357 kommuner» below it; empty without, or where one municipality is all."""
    if covered is None or covered.kommuner_i_alt == 1 or not covered.kommuner_med:
        return Cell("")
    return Cell(shown.percent(covered.dekning, language) or SIGN_MISSING, note=municipalities(covered, language))


def coverage_sentence(covered: Coverage, language: str = "nb") -> str:
    """«222 av 357 kommuner, som har 68 % av befolkningen på 18 år og over»."""
    share = shown.percent(covered.dekning, language)
    if not share:
        return municipalities(covered, language)
    return text("dashboard.coverage_long", language, municipalities=municipalities(covered, language), share=share)


def municipalities(covered: Coverage, language: str = "nb") -> str:
    """«222 av 357 kommuner»."""
    return text("dashboard.municipalities_of", language, n=covered.kommuner_i_alt,
                med=shown.count(covered.kommuner_med, language),
                alle=shown.count(covered.kommuner_i_alt, language))  # fmt: skip

"""Which waves an evaluation follows, and which places it tells of."""

from __future__ import annotations

from collections.abc import Collection

from pipelines.contracts.evaluation_file import Evaluation, Waves
from pipelines.contracts.model import Survey
from pipelines.contracts.plan_parts import Period
from pipelines.contracts.repository import Contracts

Wave = tuple[str, int]


def surveys_of(evaluation: Evaluation, contracts: Contracts) -> list[Survey]:
    """The surveys that `evaluation` follows, in the order it names them."""
    asked = contracts.surveys if evaluation.surveys == "alle" else evaluation.surveys
    return [contracts.surveys[survey] for survey in asked]


def followed(evaluation: Evaluation, contracts: Contracts, closed: Collection[Wave], year: int) -> list[Wave]:
    """(survey, year) of the waves that `evaluation` follows, in the surveys' order.

    Args:
        evaluation: with the surveys and what is said of their waves.
        contracts: the surveys there are.
        closed: the waves that have been published.
        year: this year, for an evaluation of this year's waves.
    """
    waves = [(survey.id, of) for survey in surveys_of(evaluation, contracts) for of in survey.years]
    return [wave for wave in waves if _asked(evaluation.waves, wave, closed, year)]


def _asked(waves: Period | Waves, wave: Wave, closed: Collection[Wave], year: int) -> bool:
    match waves:
        case Waves.ALL:
            return True
        case Waves.OPEN:
            return wave not in closed
        case Waves.CURRENT:
            return wave[1] == year
        case Period(first=first, last=last):
            return first <= wave[1] <= last

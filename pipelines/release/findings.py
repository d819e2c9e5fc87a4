"""What a release tells of the findings in the files its figures come from: deliveries by type, over a whole wave.

Deliveries are counted and never rows: a row may be a person. What would point at a municipality is hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from pipelines.contracts.finding_policy import FindingPolicy
from pipelines.contracts.model import SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.published import Status
from pipelines.published.files import COLUMNS
from pipelines.register import DeliveryOfWave

SCHEMA = pl.Schema(COLUMNS["findings"])
_Row = tuple[str, int, int, str, str, str, str | None, int | None, int, int, str]


def finding_table(contracts: Contracts, policy: FindingPolicy, deliveries: Iterable[DeliveryOfWave]) -> pl.DataFrame:
    """In how many deliveries of each wave something of each type was found.

    Args:
        contracts: the surveys; figures that arrive counted are of publishers, and not told of.
        policy: the types, and how many deliveries must stand behind a number.
        deliveries: those that the waves are built of.

    Returns:
        `SCHEMA`: every wave with every type, also those found nowhere; no number (`skjult`) where deliveries, or their
        municipalities, with or without are fewer than `grense`. Nothing found is told as 0 where as many have nothing.
    """
    waves: dict[tuple[str, int], list[DeliveryOfWave]] = defaultdict(list)
    for one in deliveries:
        if contracts.surveys[one.survey].kind is not SurveyKind.FIGURES:
            waves[one.survey, one.year].append(one)
    rows = [row for wave in sorted(waves) for row in _of_wave(wave, waves[wave], contracts, policy)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _of_wave(
    wave: tuple[str, int], deliveries: Sequence[DeliveryOfWave], contracts: Contracts, policy: FindingPolicy
) -> Iterator[_Row]:
    forms = contracts.surveys[wave[0]].forms
    found = [{policy.type_of(rule, forms.get(one.form)) for rule in one.rules} for one in deliveries]
    for place, kind in enumerate(policy.all_types, 1):
        having = [one for one, types in zip(deliveries, found, strict=True) if kind.id in types]
        others = [one for one, types in zip(deliveries, found, strict=True) if kind.id not in types]
        told = _enough(others, policy.least) and (not having or _enough(having, policy.least))
        words = kind.title
        yield (
            *wave, place, kind.id, words.nb, words.nn or words.nb, words.en,
            len(having) if told else None, len(deliveries), policy.least, Status.OK if told else Status.HIDDEN,
        )  # fmt: skip


def _enough(deliveries: Sequence[DeliveryOfWave], least: int) -> bool:
    municipalities = {place for one in deliveries for place in one.municipalities}
    return min(len(deliveries), len(municipalities)) >= least

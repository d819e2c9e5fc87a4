"""Which places a map must have: what `pipelines.maps` asks of the reference tables."""

from __future__ import annotations

from pipelines.geography.reference import Geography
from pipelines.maps.codes import COUNTY, MUNICIPALITY, Known

BORDERS = 2024
"""The year whose borders regions are given on."""


def known_places(geography: Geography) -> list[Known]:
    """The municipalities and counties a map must have, and those there were in other years."""
    spans = geography.municipalities
    last = max(value for value in (*spans["valid_from"], *spans["valid_to"]) if value is not None)
    by_year = {year: geography.valid(year) for year in range(min(spans["valid_from"]), last + 1)}
    counties = {year: frozenset(code[:2] for code in codes) for year, codes in by_year.items()}
    return [
        Known(MUNICIPALITY, geography.names(BORDERS), by_year),
        Known(COUNTY, dict(geography.counties.iter_rows()), counties),
    ]

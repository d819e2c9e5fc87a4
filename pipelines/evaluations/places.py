"""The places that an evaluation may name: one, as in the pages' addresses, or all of a kind."""

from __future__ import annotations

from pipelines.geography import Geography
from pipelines.geography.reference import LAND


def place_names(geography: Geography) -> frozenset[str]:
    """Every name that stands for a place or a kind of places, such as `land-0`, `korus`, `fylke-50`, `kommune-1103`."""
    regions = geography.counties_to_regions.select("regiontype", "regionkode").unique()
    places = {
        f"land-{LAND}",
        *(f"{kind}-{code}" for kind, code in regions.iter_rows()),
        *(f"fylke-{code}" for code in geography.counties.to_series()),
        *(f"kommune-{code}" for code in geography.names(2024)),
        *(f"gruppe-{group.id}" for group in geography.groups),
    }
    return frozenset(places | {place.partition("-")[0] for place in places})

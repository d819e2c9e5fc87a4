"""Which municipalities a release holds to be like one another, so that its readers need not choose them again."""

from __future__ import annotations

import polars as pl

from pipelines.geography import Geography
from pipelines.geography.similar import newest_year, similar
from pipelines.published.files import COLUMNS

BORDERS = 2024
SCHEMA = pl.Schema(COLUMNS["similar"])


def similar_table(geography: Geography) -> pl.DataFrame:
    """For every municipality on the borders of 2024 those that are like it, by the newest ages there are.

    Args:
        geography: the reference tables.

    Returns:
        `SCHEMA`, sorted by municipality and rank: `aar` of whose 1 January the ages are, the same in every row; `rang`
        is 1 for the nearest. A municipality with too few to be held against has no rows.

    Raises:
        NoAges: the reference tables have no year with ages for exactly these municipalities.
    """
    codes = sorted(geography.valid(BORDERS))
    year = newest_year(geography.folder, codes)
    rows = [
        (year, code, rank, other)
        for code in codes
        for rank, other in enumerate(similar(geography.folder, code, year).distances, start=1)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")

"""A made wave of a handful of municipalities, counted here and not by the project, with whatever hidden one likes.

Persons are drawn; every figure of a few indicators is counted from them for every region, by the catalogue's own
expressions. Protection is left to the test.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import polars as pl

from pipelines.audit.wave import CELL, Edition, Wave
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.geography.links import links
from pipelines.geography.membership import membership
from pipelines.indicators.catalogue import Indicator, load_catalogue
from pipelines.published import WHOLE
from tests.support.release import CONTRACTS

YEAR = 2019
SURVEY = "brukerplan"
INDICATORS = ("kartlagte", "kvinner", "bostedslos", "bolig_tilfredsstillende")
BASES = ("alle", "rus", "kun_psykisk")
# Codes of the year, of three counties and competence centres.
MUNICIPALITIES = ("1103", "1102", "1106", "1201", "1246", "5001")
TWINS = ("1102", "1108", "1106")
"""Two of one county and of the same groups, under codes of the year and of 2024: hidden alike, each hides the other."""
NUMBERS = ["teller", "nevner", "verdi", "ki_lav", "ki_hoy"]


def persons(seed: int, sizes: Sequence[int], municipalities: Sequence[str] = MUNICIPALITIES) -> pl.DataFrame:
    """So many drawn persons of each municipality, with the columns that `INDICATORS` ask of."""
    draw, n = np.random.default_rng(seed), sum(sizes)
    groups = ["rus_uten_psykisk", "rop_mindre_alvorlig", "rop_alvorlig", "kun_psykisk"]
    return pl.DataFrame(
        {
            "kommunenummer": np.repeat(municipalities, sizes),
            "kjonn": draw.choice(["mann", "kvinne"], n),
            "aldersgruppe": draw.choice(["18-23", "30-39", "60+"], n),
            "basisgruppe": draw.choice(groups, n),
            "bolig": draw.choice(["gronn", "gul", "rod", "ukjent"], n),
        }
    )


def chosen() -> tuple[Indicator, ...]:
    """The indicators, of fewer bases and divided by sex only."""
    catalogue = {i.id: i for i in load_catalogue(CONTRACTS)[SURVEY]}
    update = {"bases": BASES, "breakdowns": ("kjonn",)}
    return tuple(catalogue[name].model_copy(update=update) for name in INDICATORS)


def figures(rows: pl.DataFrame) -> pl.DataFrame:
    """Every figure of `chosen` counted from persons, as shown rows of the cube."""
    survey, geography = load_contracts(CONTRACTS).surveys[SURVEY], load_geography(CONTRACTS / "reference")
    groups = survey.base_groups
    assert groups is not None
    places = membership(geography, [YEAR]).select("kommunenummer", "geografi", "regiontype", "regionkode")
    placed = rows.join(places, on="kommunenummer")
    counted = []
    with duckdb.connect() as connection:
        connection.register("personer", placed)
        for indicator in chosen():
            for base in indicator.bases:
                held = ", ".join(f"'{code}'" for code in groups.sums.get(base, (base,)))
                for by in (None, "kjonn"):
                    counted.append(connection.sql(f"""
                        SELECT '{indicator.id}' AS indikator, '{base}' AS basisgruppe, '{by or WHOLE}' AS inndeling,
                            {by or f"'{WHOLE}'"} AS kategori, geografi, regiontype, regionkode,
                            count(*) FILTER (basisgruppe IN ({held}) AND {indicator.denominator}
                                AND {indicator.numerator}) AS teller,
                            count(*) FILTER (basisgruppe IN ({held}) AND {indicator.denominator}) AS nevner
                        FROM personer GROUP BY ALL""").pl())  # fmt: skip
    table = pl.concat(counted).with_columns(
        pl.col("teller", "nevner").cast(pl.Int64), status=pl.lit("ok"), aar=pl.lit(YEAR, pl.Int64),
        verdi=100.0 * pl.col("teller") / pl.col("nevner"), ki_lav=pl.lit(None, pl.Float64),
        ki_hoy=pl.lit(None, pl.Float64),
    )  # fmt: skip
    return table.sort(*CELL, "geografi", "regiontype", "regionkode")


def hide(table: pl.DataFrame, those: pl.Expr) -> pl.DataFrame:
    """`table` with the figures of `those` hidden, and no number left in them."""
    return table.with_columns(
        *(pl.when(~those).then(pl.col(c)).alias(c) for c in NUMBERS),
        status=pl.when(those).then(pl.lit("skjult")).otherwise("status"),
    )


def edition(table: pl.DataFrame, rows: pl.DataFrame) -> Edition:
    """What a release holds that shows `table`, counted from `rows`."""
    return Edition(table, frozenset(rows["kommunenummer"].unique()))


def wave(newest: Edition, *earlier: Edition) -> Wave:
    """The wave as the attacker sees it."""
    everybody = sorted(newest.taking_part.union(*(e.taking_part for e in earlier)))
    took_part = pl.DataFrame({"aar": [YEAR] * len(everybody), "kommunenummer": everybody})
    survey, geography = load_contracts(CONTRACTS).surveys[SURVEY], load_geography(CONTRACTS / "reference")
    return Wave(survey, YEAR, chosen(), newest, links(geography, took_part), earlier)

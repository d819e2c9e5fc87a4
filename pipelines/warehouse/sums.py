"""Counts by municipality to sums by base group and region. Sums of counts only; zeros are kept as zeros."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.geography.membership import REGION, districts
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.counts import COUNTED, WHOLE
from pipelines.indicators.declared import COUNTIES

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
_CELLS = dict.fromkeys(CELL, pl.String)
_SUMS = pl.col(COUNTED).sum()


def dense_sums(
    survey: Survey,
    indicators: Sequence[Indicator],
    counts: pl.DataFrame,
    participants: pl.DataFrame,
    members: pl.DataFrame,
) -> pl.DataFrame:
    """Sums for every region that has a taking-part municipality, and every district that has rows.

    Args:
        survey: says how base groups add.
        indicators: which base groups and breakdowns each is given for.
        counts: `indikator, aar, kommunenummer, bydel, basisgruppe, inndeling, kategori` and `COUNTED`.
        participants: `aar, kommunenummer`.
        members: the membership table.

    Returns:
        `aar, geografi, regiontype, regionkode, indikator, basisgruppe, inndeling, kategori` and `COUNTED`: every
        figure as a whole, and of the divided ones every cell that anyone in the whole wave falls in; 0 where the
        region has none.
    """
    cells, into = cells_of(survey, indicators, counts)
    by_place = counts.join(into, on=CELL).group_by("aar", "kommunenummer", "bydel", "celle").agg(_SUMS)
    by_municipality = by_place.group_by("aar", "kommunenummer", "celle").agg(_SUMS)
    # An indicator that counts municipalities counts each once, however many of its base groups have rows.
    once = pl.col("celle").is_in(_of(cells, (i.id for i in indicators if i.counts)))
    by_municipality = by_municipality.with_columns(
        pl.when(once).then(pl.col(c).clip(upper_bound=1)).otherwise(pl.col(c)).alias(c) for c in ("teller", "nevner")
    )
    from_rows = pl.col("celle").is_in(_of(cells, (i.id for i in indicators if i.from_rows)))
    in_districts = by_place.filter(pl.col("bydel").is_not_null(), from_rows)
    # Figures travel by one number: joining and summing a million rows on eight columns takes several times as long.
    named = districts(in_districts["bydel"], in_districts["aar"])
    regions = pl.concat([members.select(REGION), named.select(REGION)]).unique().sort(REGION).with_row_index("region")
    figure = (pl.col("region").cast(pl.Int64) * cells.height + pl.col("celle")).alias("figur")
    member_of = members.join(regions, on=REGION).select("aar", "kommunenummer", "region")
    district_of = named.join(regions, on=REGION).select("aar", "region", bydel="regionkode")
    counted = [
        _once_a_county(
            by_municipality.join(member_of, on=["aar", "kommunenummer"]),
            _of(cells, (i.id for i in indicators if i.counts == COUNTIES)),
        ),
        in_districts.join(district_of, on=["aar", "bydel"]),
    ]
    sums = pl.concat(c.select(figure, *COUNTED) for c in counted).group_by("figur").agg(_SUMS)
    whole = participants.select("aar").unique().join(cells.filter(pl.col("inndeling") == WHOLE), how="cross")
    somebody = by_municipality.filter(pl.col("nevner") > 0)
    occurring = pl.concat([each.select("aar", "celle") for each in (whole, somebody)]).unique()
    taking_part = participants.join(member_of, on=["aar", "kommunenummer"]).select("aar", "region").unique()
    with_rows = in_districts.join(district_of, on=["aar", "bydel"]).select("aar", "region").unique()
    grid = [taking_part.join(occurring, on="aar"), with_rows.join(occurring.filter(from_rows), on="aar")]
    dense = pl.concat(each.select(figure) for each in grid).join(sums, on="figur", how="left")
    of_regions, of_cells = dense["figur"] // cells.height, dense["figur"] % cells.height
    return pl.concat(
        [regions.select(REGION)[of_regions], cells.select(CELL)[of_cells], dense.select(pl.col(COUNTED).fill_null(0))],
        how="horizontal",
    )


def _once_a_county(counted: pl.DataFrame, cells: list[int]) -> pl.DataFrame:
    """`counted` where in `cells` each county of the year, by its number, is counted once in each region."""
    of_counties = pl.col("celle").is_in(cells)
    county = pl.col("kommunenummer").str.slice(0, 2)
    once = counted.filter(of_counties).group_by("aar", "region", "celle", county).agg(pl.col(COUNTED).max())
    return pl.concat([counted.filter(~of_counties), once], how="diagonal")


def cells_of(
    survey: Survey, indicators: Sequence[Indicator], counts: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells that figures are given for, numbered, and which of them each combination in `counts` is counted in.

    Returns:
        `celle` and `CELL`, with base groups summed as the survey declares; and `CELL` as it is counted, and `celle`.
    """
    counted = (
        counts.select(CELL)
        .unique()
        .join(_base_sums(survey), left_on="basisgruppe", right_on="kode")
        .join(
            _wanted(survey, indicators),
            left_on=["indikator", "gruppe", "inndeling"],
            right_on=["indikator", "basisgruppe", "inndeling"],
            how="semi",
        )
    )
    summed = counted.drop("basisgruppe").rename({"gruppe": "basisgruppe"}).select(CELL)
    whole = pl.DataFrame([(i.id, base, WHOLE, WHOLE) for i in indicators for base in i.bases], _CELLS, orient="row")
    cells = pl.concat([summed, whole]).unique().sort(CELL).with_row_index("celle")
    into = counted.join(cells.rename({"basisgruppe": "gruppe"}), on=["indikator", "gruppe", "inndeling", "kategori"])
    return cells, into.select(*CELL, "celle")


def _of(cells: pl.DataFrame, indicators: Iterable[str]) -> list[int]:
    return cells.filter(pl.col("indikator").is_in(list(indicators)))["celle"].to_list()


def _wanted(survey: Survey, indicators: Sequence[Indicator]) -> pl.DataFrame:
    rows = [(i.id, base, division) for i in indicators for base in i.bases for division in (WHOLE, *i.breakdowns)]
    return pl.DataFrame(rows, schema=dict.fromkeys(CELL[:3], pl.String), orient="row")


def _base_sums(survey: Survey) -> pl.DataFrame:
    """`kode, gruppe`: every code of the base column in itself and in each declared sum."""
    groups = survey.base_groups
    if groups is None:
        return pl.DataFrame({"kode": [WHOLE], "gruppe": [WHOLE]})
    codes = {c.code for form in survey.forms.values() for c in form.by_name[groups.column].codes}
    pairs = {(code, code) for code in codes} | {(code, total) for total, held in groups.sums.items() for code in held}
    return pl.DataFrame(sorted(pairs), schema=["kode", "gruppe"], orient="row")

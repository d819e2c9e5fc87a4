"""One question per stage, asked of what the stage left behind. The answer is a list of problems; empty means passed.

Each looks at the result by another way than the stage made it, so that it can fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import polars as pl

from pipelines.orchestration.said_checks import declared_have_no_figures, notes_are_kept
from pipelines.orchestration.stages import Stages
from pipelines.published import COMPUTED, FOR_EVERY_BASE, KEY, WITH_VALUE, Status
from pipelines.release.freeze import ReleaseError, check_unchanged, digest
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.waves import loaded_years, table_of

Question = Callable[[Stages], list[str]]


def accepted_parts_are_as_received(stages: Stages) -> list[str]:
    """Every current part is on disk with the content that was accepted."""
    accepted = stages.settings.accepted
    return [
        f"{part.survey} {part.year}: {part.path.rpartition('/')[2][:12]} mangler eller er endret"
        for part in stages.register.current_parts()
        if not (accepted / part.path).is_file() or digest(accepted / part.path) != part.sha256
    ]


def waves_hold_every_accepted_row(stages: Stages) -> list[str]:
    """Each wave in the warehouse has as many rows as the register says were accepted."""
    expected: Counter[tuple[str, int]] = Counter()
    for part in stages.register.current_parts():
        expected[part.survey, part.year] += part.rows
    loaded: Counter[tuple[str, int]] = Counter()
    with open_warehouse(stages.settings.warehouse) as connection:
        for survey in stages.contracts.surveys.values():
            for year in loaded_years(connection, survey):
                rows = connection.sql(f"SELECT count(*) FROM {table_of(survey, year)}").fetchall()[0][0]
                loaded[survey.id, year] = rows
    return [
        f"{survey} {year}: {loaded[survey, year]} rader lastet, {rows} godtatt"
        for (survey, year), rows in expected.items()
        if loaded[survey, year] != rows
    ]


def cube_adds_up(stages: Stages) -> list[str]:
    """Every key stands once, and counties, KoRus regions and health regions each add up to the country."""
    with open_warehouse(stages.settings.warehouse) as connection:
        cube = connection.sql("FROM kube").pl()
    problems = [f"{n} dublerte nøkler"] if (n := cube.height - cube.select(KEY).unique().height) else []
    cell = ["indikator", "aar", "basisgruppe", "inndeling", "kategori"]
    told = ~pl.col("status").is_in(FOR_EVERY_BASE)  # the others have no number, and no base group of their own
    counted = cube.filter(pl.col("kilde") == COMPUTED, pl.col("geografi") == "2024", told)
    sums = counted.group_by("regiontype", *cell).agg(pl.col("teller", "nevner").sum())
    land = sums.filter(pl.col("regiontype") == "land").drop("regiontype")
    for kind in ("helseregion", "korus", "fylke", "kommune"):
        parts = sums.filter(pl.col("regiontype") == kind)
        wrong = parts.join(land, on=[*cell, "teller", "nevner"], how="anti", nulls_equal=True).height
        if wrong:
            problems.append(f"{kind}: {wrong} summer er ikke lik landet")
    return problems


def nothing_small_is_left(stages: Stages) -> list[str]:
    """No visible figure has a numerator or complement under its survey's limit, and no hidden one has a number left."""
    cube = stages.protected_cube()
    problems = []
    hidden = cube.filter(pl.col("status") == Status.HIDDEN)
    if not hidden.select(
        pl.all_horizontal(pl.col("teller", "nevner", "verdi", "ki_lav", "ki_hoy").is_null().all())
    ).item():
        problems.append("skjulte figurer har tall igjen")
    units = {i.id: i.unit for indicators in stages.catalogue.values() for i in indicators}
    for survey in stages.contracts.surveys.values():
        limit = stages.policy.kinds[survey.kind].cell or 0
        visible = cube.filter(
            pl.col("undersokelse") == survey.id, pl.col("status").is_in(WITH_VALUE),
            ~pl.col("kilde").is_in(sorted(stages.policy.public_sources)),
        ).with_columns(pl.col("indikator").replace_strict(units, return_dtype=pl.String).alias("enhet"))  # fmt: skip
        persons = visible.filter(~pl.col("enhet").is_in(sorted(stages.policy.units_not_of_persons)))
        rest = persons["nevner"] - persons["teller"]
        small = (persons["teller"].is_between(1, limit - 1) | rest.is_between(1, limit - 1)).sum()
        if small:
            problems.append(f"{survey.id}: {small} små celler er synlige")
    return problems


def draft_is_whole(stages: Stages) -> list[str]:
    """The newest release's files are as the manifest says, and hold what municipalities have declared and noted."""
    entries = stages.register.releases()
    if not entries:
        return ["ingen utgivelse i registeret"]
    newest = stages.settings.releases / entries[0].id
    try:
        check_unchanged(newest)
    except ReleaseError as error:
        return [str(error)]
    return [*declared_have_no_figures(stages), *notes_are_kept(stages, newest)]


ALL: tuple[Question, ...] = (
    accepted_parts_are_as_received,
    waves_hold_every_accepted_row,
    cube_adds_up,
    nothing_small_is_left,
    draft_is_whole,
)

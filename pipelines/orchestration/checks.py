"""One question per stage, asked of what the stage left behind. The answer is a list of problems; empty means passed.

Each looks at the result by another way than the stage made it, so that it can fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import polars as pl

from pipelines.contracts.model import MEASUREMENTS
from pipelines.contracts.release_policy import Point
from pipelines.indicators.declared import COUNTIES
from pipelines.orchestration.said_checks import declared_have_no_figures, notes_are_kept
from pipelines.orchestration.stages import Stages
from pipelines.published import COMPUTED, FOR_EVERY_BASE, KEY, WITH_VALUE, Status
from pipelines.release.audited import KEY as AUDIT
from pipelines.release.audited import audit_remark, is_harmless
from pipelines.release.candidate import Candidate
from pipelines.release.freeze import MANIFEST, ReleaseError, check_unchanged, digest
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.waves import loaded_years, table_of

Question = Callable[[Stages], list[str]]


def accepted_parts_are_as_received(stages: Stages) -> list[str]:
    """Every current part is on disk with the content that was accepted."""
    accepted = stages.settings.accepted
    return [
        f"{part.survey} {part.year}: {part.path.rpartition('/')[2][:12]} mangler eller er endret"
        for part in stages.all_parts()
        if not (accepted / part.path).is_file() or digest(accepted / part.path) != part.sha256
    ]


def waves_hold_every_accepted_row(stages: Stages) -> list[str]:
    """Each wave in the warehouse has as many rows as the register says were accepted, or persons with as many."""
    expected: Counter[tuple[str, int]] = Counter()
    for part in stages.all_parts():
        expected[part.survey, part.year] += part.rows
    loaded: Counter[tuple[str, int]] = Counter()
    with open_warehouse(stages.settings.warehouse) as connection:
        for survey in stages.contracts.surveys.values():
            for year in loaded_years(connection, survey):
                how_many = f"sum({MEASUREMENTS})" if survey.repeated else "count(*)"
                rows = connection.sql(f"SELECT {how_many} FROM {table_of(survey, year)}").fetchall()[0][0]
                loaded[survey.id, year] = rows
    return [
        f"{survey} {year}: ikke alle godtatte rader er lastet, eller flere"  # how many are persons, and not told
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
    # A county of another year may lie in two of today's, and is counted in both.
    counties = [i.id for indicators in stages.catalogue.values() for i in indicators if i.counts == COUNTIES]
    additive = ~pl.col("indikator").is_in(counties)
    counted = cube.filter(pl.col("kilde") == COMPUTED, pl.col("geografi") == "2024", told, additive)
    sums = counted.group_by("regiontype", *cell).agg(pl.col("teller", "nevner").sum())
    land = sums.filter(pl.col("regiontype") == "land").drop("regiontype")
    for kind in ("helseregion", "korus", "fylke", "kommune"):
        parts = sums.filter(pl.col("regiontype") == kind)
        wrong = parts.join(land, on=[*cell, "teller", "nevner"], how="anti", nulls_equal=True).height
        if wrong:
            problems.append(f"{kind}: {wrong} summer er ikke lik landet")
    return problems


def nothing_small_is_left(stages: Stages) -> list[str]:
    """No visible figure is of too few, or of counts that should be rounded and are not; no hidden one has a number."""
    cube = stages.protected_cube()
    problems = []
    hidden = cube.filter(pl.col("status") == Status.HIDDEN)
    if not hidden.select(
        pl.all_horizontal(pl.col("teller", "nevner", "verdi", "ki_lav", "ki_hoy").is_null().all())
    ).item():
        problems.append("skjulte figurer har tall igjen")
    units = {i.id: i.unit for indicators in stages.catalogue.values() for i in indicators}
    for survey in stages.contracts.surveys.values():
        base = stages.policy.rounded.get(survey.id)
        limit = stages.policy.kinds[survey.kind].cell or 0
        visible = cube.filter(
            pl.col("undersokelse") == survey.id, pl.col("status").is_in(WITH_VALUE),
            ~pl.col("kilde").is_in(sorted(stages.policy.public_sources)),
        ).with_columns(pl.col("indikator").replace_strict(units, return_dtype=pl.String).alias("enhet"))  # fmt: skip
        persons = visible.filter(~pl.col("enhet").is_in(sorted(stages.policy.units_not_of_persons)))
        rest = persons["nevner"] - persons["teller"]
        small = (persons["teller"].is_between(1, limit - 1) | rest.is_between(1, limit - 1)).sum()
        if small and base is None:
            problems.append(f"{survey.id}: {small} små celler er synlige")
        odd = 0 if base is None else ((persons["teller"] % base != 0) | (persons["nevner"] % base != 0)).sum()
        if odd:
            problems.append(f"{survey.id}: {odd} tall er ikke avrundet til {base}")
    return problems


def candidate_is_whole(stages: Stages) -> list[str]:
    """The candidate's files are as the manifest says, and hold what municipalities have declared and noted."""
    try:
        candidate = Candidate.of(stages.settings.candidates).folder
        check_unchanged(candidate)
    except ReleaseError as error:
        return [str(error)]
    return [*declared_have_no_figures(stages), *notes_are_kept(stages, candidate)]


def audit_recovers_nothing(stages: Stages) -> list[str]:
    """The attacker tried every hidden figure and recovered none, or only advises where the policy lets it."""
    candidate = Candidate.of(stages.settings.candidates)
    manifest = check_unchanged(candidate.folder)
    found, sentence = audit_remark({AUDIT: stages.audit()})
    stops = stages.release_policy.stops(Point.AUDIT, harmless=is_harmless(manifest))
    return [] if found or not stops else [sentence]


def draft_is_whole(stages: Stages) -> list[str]:
    """The newest release is the candidate with its audit, file by file."""
    entries = stages.register.releases()
    if not entries:
        return ["ingen utgivelse i registeret"]
    candidate = Candidate.of(stages.settings.candidates).folder
    wanted = {path.name: digest(path) for path in candidate.iterdir() if path.name != MANIFEST}
    broken = []
    for entry in entries:
        try:
            manifest = check_unchanged(stages.settings.releases / entry.id)
        except ReleaseError as error:
            broken.append(str(error))
            continue
        if manifest["filer"] == wanted and manifest[AUDIT] == stages.audit():
            return []
    return [*broken, "ingen utgivelse i registeret har kandidatens filer"]


ALL: tuple[Question, ...] = (
    accepted_parts_are_as_received,
    waves_hold_every_accepted_row,
    cube_adds_up,
    nothing_small_is_left,
    candidate_is_whole,
    audit_recovers_nothing,
    draft_is_whole,
)

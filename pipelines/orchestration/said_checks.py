"""What the draft must keep of what municipalities have said: declarations as their status, notes as their own words.

Belongs to the draft stage's question in `checks`. Looks at the frozen files and the register, not at what was made of
them on the way.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from pipelines.orchestration.stages import Stages
from pipelines.published import COMPUTED, VIEW_REPORTED, Status

_AS_DECLARED = (Status.NOT_MAPPED, Status.NOT_ASKED)
_KEY = ["undersokelse", "aar", "kommunenummer"]


def declared_have_no_figures(stages: Stages) -> list[str]:
    """Every municipality that has declared says so in each of its rows, and no other place as reported does."""
    cube = stages.protected_cube().filter(regiontype="kommune", geografi=VIEW_REPORTED, kilde=COMPUTED)
    rows = cube.select(*_KEY[:2], pl.col("regionkode").alias("kommunenummer"), "status")
    waves = {(survey.id, year) for survey, year in stages.contracts.waves}
    standing = [d for d in stages.register.declarations() if (d.survey, d.year) in waves]
    declared = {(d.survey, d.year, d.municipality) for d in standing}
    otherwise = set(rows.filter(~pl.col("status").is_in(_AS_DECLARED)).select(_KEY).unique().iter_rows())
    as_declared = set(rows.filter(pl.col("status") == Status.NOT_MAPPED).select(_KEY).unique().iter_rows())
    present = set(rows.select(_KEY).unique().iter_rows())
    wrong = sorted((declared & otherwise) | (declared - present) | (as_declared - declared))
    return [f"{survey} {year} {code}: meldingen «kartlegger ikke» og tallene er uenige" for survey, year, code in wrong]


def notes_are_kept(stages: Stages, release: Path) -> list[str]:
    """Every note of `release` stands in the register, and none tells a number where its municipality hides one."""
    notes, cube = (pl.read_parquet(release / f"{name}.parquet") for name in ("notes", "cube"))
    written = {(n.survey, n.year, n.municipality, n.indicator, n.text) for n in stages.register.notes()}
    hiding = set(cube.filter(regiontype="kommune", status=Status.HIDDEN)["regionkode"])
    problems = []
    for note in notes.iter_rows(named=True):
        place = f"{note['undersokelse']} {note['aar']} {note['kommunenummer']}"
        if (*(note[name] for name in (*_KEY, "indikator", "tekst")),) not in written:
            problems.append(f"{place}: en merknad står ikke i registeret")
        numbers = [found for found in re.findall(r"\d+", note["tekst"]) if not re.fullmatch("20..", found)]
        if numbers and not hiding.isdisjoint({note["kommunenummer"], note["kommune_2024"]}):
            problems.append(f"{place}: en merknad har tall, og kommunen har skjulte tall")
    return problems

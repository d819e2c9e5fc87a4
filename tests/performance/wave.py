"""The files the budgets are measured on: a national wave of 357 municipalities, a third of them Excel."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipelines.contracts.model import FileLayout
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.settings import REPOSITORY
from pipelines.synthetic.declaration import Places, Rows, read_example
from pipelines.synthetic.files import FileJob, write_file
from pipelines.synthetic.make import file_jobs
from pipelines.synthetic.quota import largest_remainder

SURVEY, YEAR = "brukerplan", 2019
MUNICIPALITIES = 357
CSV = FileLayout(format="csv", encoding="cp1252", delimiter=";")


def write_wave(folder: Path, rows: int) -> int:
    """Write the wave's files into `folder`, about `rows` persons in all.

    The rows are those of the survey's own example, with as many municipalities and persons as asked for.

    Returns:
        The number of files.
    """
    contracts = load_contracts(REPOSITORY / "data_contracts")
    survey = contracts.surveys[SURVEY]
    example = read_example(contracts.folder / "surveys" / SURVEY)
    if example is None:
        raise LookupError(f"{SURVEY} has no example.yaml to draw from")
    wave = example.waves[YEAR]
    shares = wave.rows.counts
    counts = dict(zip(shares, largest_remainder(list(shares.values()), rows).tolist(), strict=True))
    national = wave.model_copy(
        update={
            "municipalities": Places(count=MUNICIPALITIES, always=["0301"]),
            "rows": Rows(column=wave.rows.column, counts=counts, minimum=wave.rows.minimum),
            "on_top": None,
        }
    )
    drawn = example.model_copy(update={"waves": {YEAR: national}})
    geography = load_geography(contracts.folder / "reference")
    for number, job in enumerate(file_jobs(survey, drawn, geography, YEAR, folder)):
        write_file(job if number % 3 == 0 else _as_csv(job))
    return len(list(folder.iterdir()))


def _as_csv(job: FileJob) -> FileJob:
    return replace(job, path=job.path.with_suffix(".csv"), form=replace(job.form, layout=CSV))

"""The way in: all example files that the surveys' `example.yaml` declare, or those of one survey or year."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from pipelines.atomic import replace_file
from pipelines.contracts.model import Form, Survey
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.synthetic.declaration import Example, ExampleError, read_example
from pipelines.synthetic.files import FileJob, write_file
from pipelines.synthetic.wave import draw_wave
from pipelines.texts import text

Progress = Callable[[str, int, int], None]

COPIES = "alle"
"""Folder, beside those of the years, for a file that holds many years."""

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A", "đ": "d", "Đ": "D", "ŋ": "n",
                          "Ŋ": "N", "ŧ": "t", "Ŧ": "T"})  # fmt: skip


def make_examples(
    contracts: Contracts,
    geography: Geography,
    folder: Path,
    *,
    survey: str | None = None,
    year: int | None = None,
    everything: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the example files under `folder/<survey>/<year>/`: one for each municipality, or the declared copy.

    Each file is written whole or not at all. Files of an earlier run for municipalities that no longer take part are
    removed; nothing else in the folder is touched.

    Args:
        survey: only this survey, whether or not its example is an extra.
        year: only this wave.
        everything: also the examples that declare themselves to be extras.
        progress: called with (survey and year, files written, files in all).

    Returns:
        The files, in the order they were written.

    Raises:
        ExampleError: no such survey or wave, or a declaration that does not work out; the message says where.
    """
    declared = _declared(contracts, survey, everything=everything)
    waves = _waves(declared, survey, year)
    written: list[Path] = []
    for chosen, example, wave in waves:
        target = folder / chosen.id / (COPIES if wave is None else str(wave))
        label = chosen.id if wave is None else f"{chosen.id} {wave}"
        if wave is None:
            written += _copy(contracts, chosen, example, target)
            if progress:
                progress(label, 1, 1)
            continue
        jobs = list(file_jobs(chosen, example, geography, wave, target))
        for done, job in enumerate(jobs, 1):
            written.append(write_file(job))
            if progress:
                progress(label, done, len(jobs))
        _remove_others(target, f"{chosen.id}_{wave}_", {job.path for job in jobs})
    return written


def _declared(contracts: Contracts, survey: str | None, *, everything: bool) -> dict[str, tuple[Survey, Example]]:
    if survey is not None and survey not in contracts.surveys:
        raise ExampleError(text("synthetic.unknown_survey", survey=survey, known=", ".join(contracts.surveys)))
    found = {}
    for each in [contracts.surveys[survey]] if survey else contracts.surveys.values():
        example = read_example(contracts.folder / "surveys" / each.id)
        if example and (example.demo == "vanlig" or survey or everything):
            found[each.id] = (each, example)
        elif survey:
            raise ExampleError(text("synthetic.no_example", survey=survey))
        elif example is None:
            logging.getLogger(__name__).warning(text("synthetic.no_example", survey=each.id))
    return found


def _waves(
    declared: dict[str, tuple[Survey, Example]], survey: str | None, year: int | None
) -> list[tuple[Survey, Example, int | None]]:
    every = [
        (each, example, wave)
        for each, example in declared.values()
        for wave in (sorted(example.waves) if example.waves else [None])
    ]
    chosen = [found for found in every if year is None or found[2] == year]
    if not chosen:
        known = ", ".join(str(y) for y in sorted({wave for *_, wave in every if wave})) or "–"
        if survey:
            raise ExampleError(text("synthetic.no_wave_of", survey=survey, year=year, known=known))
        raise ExampleError(text("synthetic.no_wave", year=year, known=known))
    return chosen


def file_jobs(survey: Survey, example: Example, geography: Geography, year: int, target: Path) -> Iterator[FileJob]:
    """The files of one wave, drawn and ready to be written under `target`.

    Raises:
        ExampleError: the survey has no form that year, or its rows could not be told from real ones.
    """
    form = survey.form_of(year)
    if form is None:
        raise ExampleError(text("synthetic.no_form", survey=survey.id, year=year))
    if not survey.synthetic_prefix or not survey.municipality:
        raise ExampleError(text("synthetic.no_prefix", survey=survey.id))
    table = _as_in_file(form, draw_wave(survey, form, example, geography, year))
    names = geography.names(year)
    for rows in table.partition_by(survey.municipality, maintain_order=True):
        number = rows[survey.municipality][0]
        yield FileJob(
            path=target / f"{survey.id}_{year}_{number}_{ascii_name(names[number])}.{form.layout.format}",
            form=form,
            rows=rows,
            title=text("synthetic.title", form=form.title, number=number, name=names[number]),
            notice=text("synthetic.notice"),
            user_missing=example.user_missing,
        )


def _as_in_file(form: Form, table: pl.DataFrame) -> pl.DataFrame:
    """Our codes as the form's file writes them."""
    return table.with_columns(
        pl.col(c.name).replace_strict({k.code: k.value for k in c.codes}, return_dtype=pl.String)
        for c in form.columns
        if c.codes
    )


def _copy(contracts: Contracts, survey: Survey, example: Example, target: Path) -> list[Path]:
    source = contracts.folder / str(example.copies)
    if not source.is_file():
        raise ExampleError(text("synthetic.no_copy", survey=survey.id, file=example.copies))
    target.mkdir(parents=True, exist_ok=True)
    replace_file(target / source.name, source.read_bytes())
    return [target / source.name]


def _remove_others(target: Path, prefix: str, written: set[Path]) -> None:
    for path in target.glob(f"{prefix}*"):
        if path not in written:
            path.unlink()


def ascii_name(name: str) -> str:
    """«Nore og Uvdal» -> `Nore_og_Uvdal`, «Tromsø» -> `Tromso`: what every file system takes."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "_".join("".join(c if c.isalnum() else " " for c in plain).split())

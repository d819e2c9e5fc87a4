"""What changed since the release before, in words: titles and tables that the command, the file and the page share.

What is told is decided in `changes` and before it; here it is only put in order and named as the release names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipelines.published.changes import BasisChange, ChangedFigure, Changes, MunicipalityChange
from pipelines.published.release import Release
from pipelines.published.values import WHOLE
from pipelines.texts import text
from pipelines.texts.numbers import number, with_unit

MOST_DECIMALS = 4
_HAPPENED = ("ny", "endret", "borte")
_KINDS = ("verdi", "skjult", "vist", "status", "lagt_til", "fjernet")


@dataclass(frozen=True)
class ChangeTable:
    """A table as it is read: a title, headings, cells, and which columns are numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


def lead(changes: Changes, language: str = "nb") -> str:
    """How much changed, in one or two sentences."""
    if not changes.endret:
        return text("forskjell.ingen", language, fra=changes.fra)
    said = text("forskjell.ingress", language, antall=number(changes.endret, language=language), fra=changes.fra)
    if not changes.forklart:
        return f"{said} {text('forskjell.uten_grunnlag', language)}"
    if changes.uforklart:
        return f"{said} {text('forskjell.uforklart', language, antall=number(changes.uforklart, language=language))}"
    return said


def change_tables(changes: Changes, release: Release, language: str = "nb") -> list[ChangeTable]:
    """The tables that are not empty: what differs, the municipalities, figures by cause, the largest changes.

    Args:
        changes: what is told.
        release: the later release, which has the names.
        language: of the words.
    """
    tables = [
        _table("grunnlag", ("arsak", "hva", "gjelder"), _basis(changes.grunnlag, release, language), language),
        _table("kommuner", ("undersokelse", "aar", *_HAPPENED), _places(changes.kommuner, release, language), language),
        _table("antall", ("arsak", "indikator", "antall", *_KINDS), _counts(changes, release, language), language,
               numeric=tuple(range(2, 3 + len(_KINDS)))),
        _table("storst", ("indikator", "aar", "sted", "gruppe", "for", "etter", "arsak"),
               _figures(changes.storst, release, language), language, numeric=(4, 5)),
    ]  # fmt: skip
    return [table for table in tables if table.rows]


def causes(names: Iterable[str], language: str = "nb") -> str:
    """«data», «data eller metode»: several are all possible, and none of them is known to be the one."""
    return f" {text('forskjell.eller', language)} ".join(text(f"forskjell.arsak_{name}", language) for name in names)


def year_ranges(years: Iterable[int]) -> str:
    """«2015, 2017–2019»."""
    numbered = enumerate(sorted(set(years)))
    runs = [[year for _, year in run] for _, run in groupby(numbered, key=lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _table(
    name: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]], language: str, numeric: tuple[int, ...] = ()
) -> ChangeTable:
    headings = tuple(text(f"forskjell.kol_{column}", language) for column in columns)
    return ChangeTable(text(f"forskjell.tabell_{name}", language), headings, tuple(rows), numeric)


def _basis(found: Iterable[BasisChange], release: Release, language: str) -> Iterator[tuple[str, ...]]:
    """One row for what is of a kind, with its years together; indicators of a kind stand in one row as well."""
    years: dict[tuple[str, str, str | None], set[int]] = {}
    indicators: dict[tuple[str, str, str | None], list[str]] = {}
    for one in found:
        key = (one.arsak, one.hva, one.undersokelse)
        years.setdefault(key, set()).update(() if one.aar is None else (one.aar,))
        named = indicators.setdefault(key, [])
        if one.indikator is not None:
            named.append(_indicator(one.indikator, release, language))
    for (cause, what, survey), held in years.items():
        names = "; ".join(indicators[cause, what, survey])
        where = " ".join(part for part in (_survey(survey, release, language), names, year_ranges(held)) if part)
        yield (
            causes([cause], language),
            text(f"forskjell.hva_{what}", language),
            where or text("forskjell.alle_tall", language),
        )


def _places(found: Iterable[MunicipalityChange], release: Release, language: str) -> Iterator[tuple[str, ...]]:
    waves: dict[tuple[str, int], dict[str, list[str]]] = {}
    for one in found:
        happened = waves.setdefault((one.undersokelse, one.aar), {})
        happened.setdefault(one.hva, []).append(_municipality(one.kommunenummer, release))
    for (survey, year), happened in waves.items():
        cells = (", ".join(happened.get(what, ())) for what in _HAPPENED)
        yield _survey(survey, release, language), str(year), *cells


def _counts(changes: Changes, release: Release, language: str) -> Iterator[tuple[str, ...]]:
    for row in changes.antall:
        numbers = (row.antall, *(getattr(row, kind) for kind in _KINDS))
        indicator = _indicator(row.indikator, release, language)
        yield causes(row.arsaker, language), indicator, *(number(n, language=language) for n in numbers)


def _figures(figures: Iterable[ChangedFigure], release: Release, language: str) -> Iterator[tuple[str, ...]]:
    for figure in figures:
        region = release.region.get(f"{figure.regiontype}-{figure.regionkode}")
        group = release.label("basisgruppe", figure.basisgruppe, language)
        if figure.inndeling != WHOLE:
            group = f"{group}, {release.label(figure.inndeling, figure.kategori, language)}"
        place = region.navn if region else figure.regionkode
        before, after = _values(figure, language)
        why = causes(figure.arsaker, language)
        yield _indicator(figure.indikator, release, language), str(figure.aar), place, group, before, after, why


def _values(figure: ChangedFigure, language: str) -> tuple[str, str]:
    """Both values with as few decimals as tell them apart."""
    for decimals in (None, *range(1, MOST_DECIMALS + 1)):
        before, after = (
            with_unit(value, figure.enhet, decimals, language) for value in (figure.verdi_fra, figure.verdi_til)
        )
        if before != after:
            break
    return before, after


def _indicator(indicator: str, release: Release, language: str) -> str:
    known = release.indicator.get(indicator)
    return known.title(language) if known else indicator


def _survey(survey: str | None, release: Release, language: str) -> str:
    return release.label("undersokelse", survey, language) if survey else ""


def _municipality(code: str, release: Release) -> str:
    try:
        return release.reported(code).navn
    except KeyError:
        return code

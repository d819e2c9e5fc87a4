"""A place's profile for paper: the same figures as on the page, one short line each, so that all fit on two pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.view_models.matrix import SIGNS
from pipelines.published import Region
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING
from pipelines.told.choices import name_of
from pipelines.told.profile import Line, Profile
from pipelines.told.table import Cell
from pipelines.told.words import lower_first

_TITLE, _OWN, _N, _WIDER = 0, 2, 3, 6
"""Where a line of the profile has its title, own figure, n, and the figures of the wider regions."""


@dataclass(frozen=True)
class PrintedLine:
    """What a figure is of, the place's figure with interval and n, those beside it, and the sign of the verdict."""

    title: str
    figure: str
    interval: str
    n: str
    beside: tuple[str, ...]
    sign: str


@dataclass(frozen=True)
class PrintedProfile:
    """All of a place on paper: headings with lines, columns' titles, and what the signs mean."""

    columns: tuple[str, ...]
    """Of the place's own figure, and of those beside it."""
    groups: tuple[tuple[str, tuple[PrintedLine, ...]], ...]
    notes: tuple[str, ...]


def print_profile(
    found: Profile, region: Region, remarks: Sequence[tuple[str, str]] = (), language: str = "nb"
) -> PrintedProfile:
    """`found` in short lines. Year and base group are said of a figure only where most of its group have others.

    Args:
        found: the profile as the page shows it.
        region: whose it is.
        remarks: what the municipality has written of it: of what, and its words; each is told once.
        language: of all words.
    """
    signs = "; ".join(f"{sign} {text(f'vurdering.kort_{side}', language)}" for side, sign in SIGNS.items())
    return PrintedProfile(
        columns=(name_of(region, language), *(name_of(one, language) for one in found.beside)),
        groups=tuple(_group(name, lines, len(found.beside)) for name, lines in found.groups),
        notes=(
            text("profil.tegn", language, signs=signs),
            *found.reasons,
            *(f"{of}: {words}" for of, words in dict.fromkeys(remarks)),
        ),
    )


def _group(name: str, lines: Sequence[Line], beside: int) -> tuple[str, tuple[PrintedLine, ...]]:
    years = [str(line.year) for line in lines]
    bases = [line.cells[_TITLE].note or "" for line in lines]
    usual = (_most(years), _most(bases))
    said = ", ".join(part for part in (usual[0], lower_first(usual[1])) if part)
    return f"{name} ({said})", tuple(_line(line, usual, beside) for line in lines)


def _most(found: Sequence[str]) -> str:
    """What there is most of, the last in order of those there are equally many of."""
    return max(sorted(set(found), reverse=True), key=found.count)


def _line(line: Line, usual: tuple[str, str], beside: int) -> PrintedLine:
    heading, own = line.cells[_TITLE], line.cells[_OWN]
    own_facts = (str(line.year), heading.note or "")
    unlike = [lower_first(fact) for fact, most in zip(own_facts, usual, strict=True) if fact != most]
    return PrintedLine(
        title=f"{heading.text} ({', '.join(unlike)})" if unlike else heading.text,
        figure=_short(own),
        interval=own.note or "",
        n=line.cells[_N].text,
        beside=tuple(_short(cell) for cell in line.cells[_WIDER : _WIDER + beside]),
        sign=SIGNS[line.side] if line.side else "",
    )


def _short(cell: Cell) -> str:
    """A figure as it is; of a missing one only its sign, which the notes explain."""
    return cell.text.split(" ")[0] if cell.missing and cell.text else cell.text or SIGN_MISSING

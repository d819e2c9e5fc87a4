"""A place's profile on paper: the page's own figures in short lines."""

from __future__ import annotations

import pytest

from dashboards.view_models.matrix import SIGNS
from dashboards.view_models.print_profile import PrintedLine, PrintedProfile, print_profile
from pipelines.published import Release
from pipelines.told.profile import profile

NBSP = "\N{NO-BREAK SPACE}"


def made(release: Release, key: str, **options: object) -> tuple[PrintedProfile, dict[str, PrintedLine]]:
    region = release.region[key]
    shown = print_profile(profile(release, region), region, **options)  # type: ignore[arg-type]
    return shown, {line.title: line for _, lines in shown.groups for line in lines}


@pytest.mark.parametrize("key", ["kommune-5001", "korus-midt", "land-0"])
def test_every_figure_of_the_page_is_on_paper_as_it_is(release: Release, key: str) -> None:
    found = profile(release, release.region[key])
    shown, _ = made(release, key)
    lines = [line for _, group in found.groups for line in group]
    printed = [line for _, group in shown.groups for line in group]
    assert len(printed) == len(lines) > 10
    for line, on_paper in zip(lines, printed, strict=True):
        if not line.cells[2].missing:
            assert on_paper.figure == line.cells[2].text
            assert on_paper.n == line.cells[3].text
            assert on_paper.interval == (line.cells[2].note or "")
        assert on_paper.title.startswith(line.cells[0].text)
        assert on_paper.sign == (SIGNS[line.side] if line.side else "")
        assert len(on_paper.beside) == len(found.beside)


def test_a_missing_figure_is_its_sign_and_the_notes_say_why(release: Release) -> None:
    shown, lines = made(release, "kommune-5636")
    hidden = next(line for title, line in lines.items() if title.startswith("Levekårsindeks blålys"))
    assert hidden.figure == ":"
    assert any(note.startswith(": skjult") for note in shown.notes)


def test_year_and_base_are_said_in_the_heading_and_of_those_that_differ(release: Release) -> None:
    shown, _ = made(release, "kommune-5001")
    name, lines = next(group for group in shown.groups if group[0].startswith("Mål 1"))
    assert name.endswith("(2021, alle)") or name.endswith("(2019, alle med rusproblem)")
    years = {"2021", "2019"} - {name.rpartition("(")[2].split(",")[0]}
    assert any(f"({years.pop()}" in line.title for line in lines)


def test_the_municipalitys_own_words_are_told_once(release: Release) -> None:
    own = ("Alle tall, 2017", "Én av tjenestene var ikke med.")
    shown, _ = made(release, "kommune-5001", remarks=[own, own])
    assert shown.notes.count(": ".join(own)) == 1

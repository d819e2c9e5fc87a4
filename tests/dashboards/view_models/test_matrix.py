"""Chosen places by chosen indicators."""

from __future__ import annotations

import pytest

from dashboards.matrix_state import parse as selection
from dashboards.url_state import parse
from dashboards.view_models.matrix import SIGNS, Matrix, matrix
from pipelines.published import Release
from pipelines.texts import text

NBSP = "\N{NO-BREAK SPACE}"


def made(release: Release, **params: str) -> Matrix:
    chosen, problems = selection(params, release)
    assert problems == ()
    view, _ = parse({}, release)
    return matrix(release.in_view(chosen.grenser), chosen, view)


def names(found: Matrix) -> list[str]:
    return [row[0].text for row in found.table.rows]


def test_the_land_stands_first_and_each_figure_carries_interval_and_n(release: Release) -> None:
    found = made(release, steder="fylke-50,kommune-5001", indikatorer="bostedslos,tilfreds", aar="2017")
    assert names(found) == ["Hele landet", "Trøndelag", "Trondheim"]
    land = found.table.rows[0][1]
    assert land.text == f"9,0{NBSP}%"
    assert land.note is not None
    assert "n = 21" in land.note
    assert land.judged is None  # it has no rest to be held against
    assert [c.title for c in found.table.columns] == ["Sted", "Bostedsløse", "Tilfreds med tjenestene"]
    assert found.table.columns[1].note == "2017, alle med rusproblem"


@pytest.mark.parametrize("against", ["land", "korus"])
def test_every_verdict_is_the_releases_own(release: Release, against: str) -> None:
    found = made(release, steder="fylke-50,fylke-56,kommune-1103", indikatorer="bostedslos", aar="2019", mot=against)
    seen = 0
    for key, row in zip(("fylke-50", "fylke-56", "kommune-1103"), found.table.rows[1:], strict=True):
        (figure,) = release.figures("bostedslos", regions=[release.region[key]], base="rus", year=2019)
        said = release.assessed(figure)
        side = getattr(said, f"{against}_sammenlignet") if said else None
        assert row[1].judged == (text(f"vurdering.kort_{side}") if side else None)
        assert row[1].judged_sign == (SIGNS[side] if side else None)
        seen += side is not None
    assert seen


ORDERS = [
    ("bostedslos", "synkende", True),
    ("bostedslos", "stigende", False),
]


@pytest.mark.parametrize(("by", "order", "falling"), ORDERS)
def test_places_are_sorted_by_a_figure_and_those_without_come_last(
    release: Release, by: str, order: str, falling: bool
) -> None:
    places = "kommune-1505,kommune-5001,fylke-56,korus-nord,kommune-1103"
    found = made(release, steder=places, indikatorer=by, aar="2019", sorter=by, rekkefolge=order)
    shown = [float(r[1].text.split(NBSP)[0].replace(",", ".")) for r in found.table.rows[1:-1] if not r[1].missing]
    assert shown == sorted(shown, reverse=falling)
    assert names(found)[-2:] == ["Kristiansund", "Kommunene samlet"]
    assert found.table.rows[-1][1].missing
    assert found.table.columns[1].sorted == ("descending" if falling else "ascending")


def test_by_name_follows_the_norwegian_alphabet(release: Release) -> None:
    found = made(release, steder="korus-ost,korus-sor,korus-oslo", indikatorer="bostedslos", sorter="navn")
    assert names(found)[1:] == ["KoRus Oslo", "KoRus Sør", "KoRus Øst"]


def test_missing_figures_differ_and_each_reason_is_told_once(release: Release) -> None:
    found = made(release, steder="kommune-1505,kommune-5636,kommune-5001", indikatorer="blalys,bostedslos", aar="2019")
    cells = {row[0].text: [c.text for c in row[1:]] for row in found.table.rows}
    assert cells["Kristiansund"] == [".. kartla ikke (meldt)"] * 2
    assert cells["Nesseby"][0] == ": skjult"
    assert len(set(found.reasons)) == len(found.reasons) >= 2
    assert "tall mangler" in found.summary


def test_single_municipalities_are_not_held_against_each_other_by_what_is_not_made_for_it(release: Release) -> None:
    found = made(release, steder="kommune-5001,fylke-50", indikatorer="arsverk_totalt")
    by_name = {row[0].text: row[1] for row in found.table.rows}
    assert by_name["Trondheim"].text == ". sammenlignes ikke"
    assert found.refused == (release.indicator["arsverk_totalt"].title(),)


def test_the_latest_year_is_that_of_the_places_chosen(release: Release) -> None:
    """Kristiansund did not map in 2019; alone it is shown in 2017, with Trondheim in 2019."""
    alone = made(release, steder="kommune-1505", indikatorer="bostedslos")
    together = made(release, steder="kommune-1505,kommune-5001", indikatorer="bostedslos")
    assert (alone.table.columns[1].note or "").startswith("2017")
    assert (together.table.columns[1].note or "").startswith("2019")


def test_the_summary_counts_what_the_table_says(release: Release) -> None:
    found = made(release, steder="fylke-50,fylke-56,korus-midt", indikatorer="bostedslos,blalys", aar="2019")
    said = [cell.judged for row in found.table.rows for cell in row[1:] if cell.judged]
    assert f"{said.count('høyere')} tall målbart høyere enn resten av landet" in found.summary
    assert f"{said.count('lavere')} målbart lavere" in found.summary
    assert found.summary.startswith("I 3 steder og 2 indikatorer er")


def test_several_municipalities_are_added_where_all_are_shown_and_else_not(release: Release) -> None:
    found = made(release, steder="fylke-50,kommune-5001,kommune-0301", indikatorer="bostedslos,kartlagte_per_1000",
                 aar="2019")  # fmt: skip
    last = found.table.rows[-1]
    assert (last[0].text, last[0].note) == ("Kommunene samlet", "2 valgte kommuner")
    two = [release.figures("bostedslos", regions=[release.region[key]], base="rus", year=2019)[0]
           for key in ("kommune-5001", "kommune-0301")]  # fmt: skip
    assert all(one.has_value for one in two)
    share = 100 * sum(one.teller or 0 for one in two) / sum(one.nevner or 0 for one in two)
    assert last[1].text == f"{share:.1f}{NBSP}%".replace(".", ",")
    assert last[2].text == ". summeres ikke"
    with_hidden = made(release, steder="kommune-5001,kommune-5636", indikatorer="bostedslos", aar="2019")
    assert with_hidden.table.rows[-1][1].text == ".. ikke summert"
    assert any("minst én av kommunene" in reason for reason in with_hidden.reasons)


def test_one_municipality_or_a_county_is_no_list_to_add(release: Release) -> None:
    assert names(made(release, steder="fylke-50,kommune-5001", indikatorer="bostedslos"))[-1] != "Kommunene samlet"

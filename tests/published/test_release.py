"""Questions asked of an open release."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.published import Release, Status
from pipelines.texts.borrowed import plain


def test_figures_are_those_asked_for_and_no_others(release: Release) -> None:
    places = [release.region["land-0"], release.region["korus-midt"]]
    found = release.figures("bolig_tilfredsstillende", regions=places, base="rus", year=2017)
    assert [(f.regiontype, f.regionkode, f.aar, f.basisgruppe, f.inndeling) for f in found] == [
        ("korus", "midt", 2017, "rus", "alle"),
        ("land", "0", 2017, "rus", "alle"),
    ]
    assert found[1].verdi == 74.0
    assert found[1].computed
    assert found[1].has_value


def test_years_without_data_are_rows_without_a_number(release: Release) -> None:
    land = [release.region["land-0"]]
    found = {f.aar: f for f in release.figures("bostedslos", regions=land, base="rus")}
    assert found[2016].status is Status.NOT_RECEIVED
    assert found[2016].verdi is None
    assert not found[2016].has_value


@pytest.mark.parametrize("base", ["rus", "alle", "kun_psykisk"])
def test_what_is_missing_is_told_once_and_holds_for_every_base_group(release: Release, base: str) -> None:
    """Kristiansund did not map in 2019; and «alle» of another place is no reason for a base group that has a figure."""
    place, land = release.region["kommune-1505"], release.region["land-0"]
    (missing,) = release.figures("bostedslos", regions=[place], base=base, year=2019)
    assert (missing.status, missing.basisgruppe) == (Status.NOT_MAPPED, base)
    assert ("kommune", 2019, Status.NOT_MAPPED) in release.outline("bostedslos", base)
    (shown,) = release.figures("bostedslos", regions=[land], base=base, year=2019)
    assert shown.has_value


def test_breakdowns_are_asked_for_by_column(release: Release) -> None:
    land = [release.region["land-0"]]
    found = release.figures("kvinner", regions=land, base="rus", breakdown="aldersgruppe", year=2019)
    assert [f.kategori for f in found] == sorted(f.kategori for f in found)
    assert len(found) > 3
    assert release.figures("kvinner", regions=land, breakdown="kjonn") == []


def test_both_vintages_of_a_reported_figure_are_kept(release: Release) -> None:
    found = [f for f in release.figures("narkotikautloste_dodsfall") if f.aar == 2020]
    assert [(f.verdi, f.argang) for f in found] == [(324.0, "først publisert"), (331.0, "revidert")]
    assert not any(f.computed for f in found)


def test_a_hidden_row_never_has_a_value_whatever_its_columns_hold(release: Release) -> None:
    hidden = next(f for f in release.figures("blalys") if f.status is Status.HIDDEN)
    assert not replace(hidden, verdi=12.0).has_value


def test_outline_tells_where_there_are_rows(release: Release) -> None:
    outline = release.outline("arsverk_totalt", "alle")
    assert {kind for kind, _, _ in outline} == {"land"}
    assert release.outline("finnes_ikke", "alle") == frozenset()


@pytest.mark.parametrize(
    ("dimension", "code", "said"),
    [
        ("undersokelse", "brukerplan", "BrukerPlan"),
        ("kolonne", "kjonn", "Kjønn"),
        ("kjonn", "mann", "Mann"),
        ("kjonn", "ny_kode", "Ny kode"),
    ],
)
def test_labels(release: Release, dimension: str, code: str, said: str) -> None:
    assert release.label(dimension, code) == said


def test_labels_in_nynorsk_fall_back_to_bokmaal(release: Release) -> None:
    assert release.label("undersokelse", "brukerplan", "nn") == "BrukarPlan"
    assert plain(release.label("undersokelse", "brukerplan", "en")) == "BrukerPlan"


def test_coverage_is_by_survey_region_and_year(release: Release) -> None:
    covered = release.covered("brukerplan", release.region["land-0"])
    assert sorted(covered) == [2015, 2017, 2019]
    assert covered[2017].dekning == pytest.approx(68)
    assert release.covered("finnes_ikke", release.region["land-0"]) == {}


def test_the_catalogue_keeps_its_own_order(release: Release) -> None:
    numbers = [one.rekkefolge for one in release.indicator.values()]
    assert numbers == sorted(numbers)
    assert release.indicator["bolig_tilfredsstillende"].publisert_som == "bp_bolig_tilfredsstillende"
    assert release.indicator["arsverk_totalt"].rangering is False


def test_equal_frames_answer_the_same_after_the_rows_are_shuffled(release: Release) -> None:
    """Nothing depends on the cube being sorted."""
    shuffled = replace(release, cube=release.cube.sample(fraction=1, shuffle=True, seed=1))
    asked = {"regions": [release.region["fylke-50"]], "base": "rus"}
    assert sorted(shuffled.figures("bostedslos", **asked), key=lambda f: f.aar) == release.figures(
        "bostedslos", **asked
    )


class TestViews:
    """The same release on the borders of 2024, and as counties and municipalities were."""

    def test_a_place_stands_once_in_each(self, release: Release) -> None:
        reported = release.in_view("rapportert")
        assert (release.view, reported.view) == ("2024", "rapportert")
        assert reported.in_view("2024") is release
        assert reported.in_view("rapportert") is reported
        assert "fylke-16" in reported.region
        assert "fylke-16" not in release.region
        assert reported.region["korus-midt"] == release.region["korus-midt"]

    def test_a_municipality_that_only_changed_its_number_is_one_place(self, release: Release) -> None:
        reported = release.in_view("rapportert")
        assert "kommune-1201" not in reported.region
        bergen = reported.region["kommune-4601"]
        assert (bergen.gyldig_fra, bergen.gyldig_til) == (2012, None)
        rows = reported.figures("bolig_tilfredsstillende", regions=[bergen], base="rus")
        assert [(f.aar, f.geografi) for f in rows] == [(y, "rapportert") for y in (2015, 2016, 2017, 2018, 2019)]

    def test_no_figure_of_one_view_is_seen_in_the_other(self, release: Release) -> None:
        for seen in (release, release.in_view("rapportert")):
            rows = seen.figures("bostedslos", base="rus", year=2019)
            local = {f.geografi for f in rows if f.regiontype in ("kommune", "fylke")}
            assert local == {seen.view}
            assert len({(f.regiontype, f.regionkode) for f in rows}) == len(rows)

    @pytest.mark.parametrize(
        ("view", "key", "other", "there"),
        [
            pytest.param("2024", "kommune-4601", "rapportert", "kommune-4601", id="Bergen"),
            pytest.param("rapportert", "fylke-16", "2024", None, id="a county that is no more"),
            pytest.param("rapportert", "fylke-50", "2024", "fylke-50", id="one that is"),
            pytest.param("2024", "korus-midt", "rapportert", "korus-midt", id="KoRus stays"),
        ],
    )
    def test_what_answers_to_a_place(
        self, release: Release, view: str, key: str, other: str, there: str | None
    ) -> None:
        seen = release.in_view(view)
        region = seen.region.get(key) or seen.reported(key.partition("-")[2])
        found = seen.counterpart(region, other)
        assert (found.key if found else None) == there


class TestNotes:
    @pytest.mark.parametrize(
        ("view", "key", "years"),
        [
            pytest.param("2024", "kommune-5001", [2017, 2019], id="on present borders under the present number"),
            pytest.param("rapportert", "kommune-5001", [2017, 2019], id="as reported under the last number"),
            pytest.param("rapportert", "kommune-5636", [2019], id="that of a year two numbers ago"),
            pytest.param("2024", "kommune-1103", [], id="none"),
            pytest.param("2024", "fylke-50", [], id="a county has none of its own"),
        ],
    )
    def test_lie_where_their_figures_do(self, release: Release, view: str, key: str, years: list[int]) -> None:
        seen = release.in_view(view)
        assert [note.aar for note in seen.notes_on(seen.region[key])] == years


@pytest.mark.parametrize("view", ["2024", "rapportert"])
@pytest.mark.parametrize("place", ["land-0", "korus-midt", "fylke-50", "kommune-1505", "kommune-5001"])
def test_all_of_a_place_at_once_is_what_each_indicator_gives(release: Release, view: str, place: str) -> None:
    seen = release.in_view(view)
    region = seen.region[place]
    bases = {"bostedslos": "rus", "kvinner": "alle", "narkotikautloste_dodsfall": "alle", "tilfreds": "alle"}
    one_by_one = {key: seen.figures(key, regions=[region], base=base) for key, base in bases.items()}
    assert seen.figures_of(region, bases) == {key: found for key, found in one_by_one.items() if found}
    judged = seen.assessed_of(region, bases)
    for figure in (one for found in one_by_one.values() for one in found if one.has_value):
        at = (figure.indikator, figure.aar, figure.kilde, figure.argang)
        assert judged.get(at) == seen.assessed(figure)
    years = {"bostedslos": 2019, "tilfreds": 2017}
    of_years = {key: [one for one in one_by_one[key] if one.aar == year] for key, year in years.items()}
    assert seen.figures_of(region, bases, years) == {key: found for key, found in of_years.items() if found}
    in_years = {at: said for at, said in judged.items() if years.get(at[0]) == at[1]}
    assert seen.assessed_of(region, bases, years) == in_years


def test_a_place_without_rows_has_no_figures(release: Release) -> None:
    nowhere = replace(release.region["kommune-5001"], regionkode="9999")
    assert release.figures_of(nowhere, {"bostedslos": "rus"}) == {}
    assert release.assessed_of(nowhere, {"bostedslos": "rus"}) == {}

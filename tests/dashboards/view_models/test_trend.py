"""The trend of one indicator: what is drawn, what stands in the table, and the sentence about it."""

from __future__ import annotations

import pytest

from dashboards.view_models.notes import axis_note, gap_note
from dashboards.view_models.trend import Trend, trend
from pipelines.published import Release, Status
from pipelines.told.sources import source
from pipelines.told.story import source_line, story
from tests.support.figures import figure

NBSP = "\N{NO-BREAK SPACE}"


def made(release: Release, indicator: str, region: str = "land-0", base: str = "rus") -> Trend:
    return trend(release, release.indicator[indicator], release.region[region], base)


def row(found: Trend, year: int) -> dict[str, str]:
    columns = [column.title for column in found.table.columns]
    cells = next(cells for cells in found.table.rows if cells[0].text == str(year))
    return {title: cell.text for title, cell in zip(columns, cells, strict=True)}


SHOWN = [
    ("bolig_tilfredsstillende", "rus", 2017, f"74,0{NBSP}%", f"74{NBSP}%"),
    ("bostedslos_antall", "rus", 2017, f"1{NBSP}948", f"1{NBSP}948"),
    ("tilfreds", "alle", 2017, f"54,0{NBSP}%", f"54{NBSP}%"),
    ("hjelp_ved_behov", "alle", 2017, f"50,9{NBSP}%", f"51{NBSP}%"),
]


@pytest.mark.parametrize(("indicator", "base", "year", "computed", "published"), SHOWN, ids=[s[0] for s in SHOWN])
def test_the_computed_figure_stands_beside_the_published_one(
    release: Release, indicator: str, base: str, year: int, computed: str, published: str
) -> None:
    found = row(made(release, indicator, base=base), year)
    assert (found["Verdi"], found["Publisert tall"]) == (computed, published)


def test_the_published_figure_has_its_source_and_vintage(release: Release) -> None:
    table = made(release, "hjelp_ved_behov", base="alle").table
    notes = [cell.note for cells in table.rows for cell in cells if cell.note and "Rusfag" in cell.note]
    assert notes == ["Brukertilfredshetsevalueringen 2017 (Rusfag 1/2019), årgang 2019"]
    assert source(figure(kilde="FHI")) == "FHI"


def test_years_without_data_say_so_in_chart_table_and_note(release: Release) -> None:
    found = made(release, "bolig_tilfredsstillende")
    assert [gap.aar for gap in found.series[0].gaps] == [2016, 2018]
    assert row(found, 2016)["Verdi"] == ".. ikke mottatt"
    assert row(found, 2016)["Av (n)"] == ""
    assert gap_note(found).startswith("2016 og 2018 (..): Det er ikke mottatt data")
    assert gap_note(found).endswith("Prikket linje går over år uten tall.")


def test_not_mapped_and_not_received_do_not_look_alike(release: Release) -> None:
    assert row(made(release, "bostedslos", "kommune-1505"), 2019)["Verdi"] == ".. kartla ikke (meldt)"
    assert row(made(release, "bostedslos", "kommune-1804"), 2017)["Verdi"] == ".. ikke mottatt"


def test_a_place_is_drawn_with_the_whole_country_beside_it(release: Release) -> None:
    found = made(release, "bostedslos", "kommune-5001")
    assert [(one.role, one.name) for one in found.series] == [("place", "Trondheim"), ("land", "Hele landet")]


def test_the_summary_is_written_from_the_data(release: Release) -> None:
    assert made(release, "tilfreds", base="alle").summary == (
        f"Tilfreds med tjenestene, hele landet 2021: 63,0{NBSP}% (706 av 1{NBSP}121; 95 % konfidensintervall "
        f"60,1–65,8{NBSP}%). Det er 3,0 prosentpoeng høyere enn i 2019 (60,0{NBSP}%), men forskjellen kan være "
        "tilfeldig (95 % intervall for endringen: −0,9 til 6,8 prosentpoeng)."
    )
    assert made(release, "narkotikautloste_dodsfall", base="alle").summary == (
        "Narkotikautløste dødsfall, hele landet 2023: 363. Det er 122 høyere enn i 2021 (241)."
    )


def test_a_later_year_without_a_number_is_told(release: Release) -> None:
    said = made(release, "bostedslos", "kommune-1505").summary
    assert "Ålesund" not in said
    assert "For 2019 er det ikke noe tall: Kommunen kartla ikke (meldt)." in said


def test_a_place_with_nothing_to_show_says_why(release: Release) -> None:
    found = made(release, "blalys", "kommune-5636")
    assert found.empty
    assert found.latest is None
    assert "skjult av hensyn til personvernet" in found.summary


def test_both_vintages_stand_in_the_table_and_one_in_the_chart(release: Release) -> None:
    found = made(release, "narkotikautloste_dodsfall", base="alle")
    values = [(cells[1].text, cells[2].text) for cells in found.table.rows if cells[0].text == "2020"]
    assert values == [("324", "FHI Dødsårsaksregisteret, årgang først publisert"),
                      ("331", "FHI Dødsårsaksregisteret, årgang revidert")]  # fmt: skip
    assert [p.verdi for p in found.series[0].points if p.aar == 2020] == [331]


def test_an_axis_that_does_not_begin_at_zero_says_so(release: Release) -> None:
    assert axis_note(made(release, "bolig_tilfredsstillende").axis) == "Aksen begynner på 70, ikke på 0."
    assert axis_note(made(release, "bostedslos").axis) == ""


def test_the_line_below_names_source_form_release_borders_and_synthetic(release: Release) -> None:
    one = release.indicator["bolig_tilfredsstillende"]
    rows = release.figures(one.indikator, regions=[release.region["land-0"]], base="rus")
    assert source_line(release, one, rows) == (
        "Kilde: beregnet fra BrukerPlan, skjema 2015 og 2019. "
        f"Utgivelse {release.id}. Grenser fra 2024. Syntetiske data."
    )


def test_the_line_below_says_where_hidden_figures_would_have_come_from(release: Release) -> None:
    one, place = release.indicator["blalys"], release.region["kommune-5636"]
    rows = [f for f in release.figures(one.indikator, regions=[place], base="rus") if f.status is Status.HIDDEN]
    assert rows
    said = source_line(release, one, rows)
    assert said.startswith("Kilde: beregnet fra BrukerPlan, skjema 20")
    assert said.endswith(f"Utgivelse {release.id}. Grenser fra 2024. Syntetiske data.")


def test_the_story_has_every_part(release: Release) -> None:
    found = made(release, "bolig_tilfredsstillende")
    said = dict(story(release, found.indicator, found.region, found.latest, "rus"))
    assert list(said) == ["Definisjon", "Gruppe", "Antall bak tallet (n)", "Dekning", "Kilde", "Skjema",
                          "Hvordan intervallet er laget", "Brudd i serien", "Publisert tall", "Grenser",
                          "Utgivelse"]  # fmt: skip
    assert said["Gruppe"] == "Alle med rusproblem"
    assert (
        said["Dekning"]
        == f"243 av 357 kommuner, som har 68{NBSP}% av befolkningen på 18 år og over; fra 114 er det ikke mottatt noe"
    )
    assert said["Utgivelse"].endswith("(ikke revidert, syntetiske data)")


def test_a_place_that_is_no_more_has_no_gaps_after_its_end(release: Release) -> None:
    seen = release.in_view("rapportert")
    found = trend(seen, seen.indicator["bostedslos"], seen.region["fylke-16"], "rus")
    assert [gap.aar for gap in found.series[0].gaps] == [2015, 2016, 2017]
    assert max(found.years) == 2019, "the country goes on"


def test_breaks_between_the_years_shown_are_marked_and_what_is_judged_is_told(release: Release) -> None:
    found = made(release, "arsverk_totalt", base="alle")
    assert [(one.aar, one.hindrer) for one in found.breaks] == [(2020, True)]
    assert found.breaks_between(2019, 2020)
    assert not found.breaks_between(2020, 2022)
    assert made(release, "bostedslos").breaks == ()
    told = dict(made(release, "bostedslos", "kommune-5001").judged)
    assert list(told) == ["Mot resten", "Blant kommunene", "Trend"]


def test_one_reason_for_several_things_is_given_once(release: Release) -> None:
    told = made(release, "bp_bostedslos").judged
    assert [sentence for _, sentence in told] == [".. Tallet er meldt uten antallet det bygger på."]

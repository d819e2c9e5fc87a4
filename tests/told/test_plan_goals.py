"""A plan's goals in a place: what the figures say, what is only named, and what can be taken away as a file."""

from __future__ import annotations

import csv
import io

import pytest

from dashboards.url_state import parse
from dashboards.view_models.leads import leads
from dashboards.view_models.plan_download import file_name, plan_file
from pipelines.published import Region, Release
from pipelines.told.plan_goals import PlanView, plan_view

NBSP = "\N{NO-BREAK SPACE}"
RUS, PSYKISK = "rusfeltet_2016_2020", "psykisk_helse_2023_2033"


def shown(release: Release, plan: str = RUS, place: str = "land-0", language: str = "nb") -> tuple[PlanView, Region]:
    view, _ = parse({"plan": plan}, release)
    region = release.region[place]
    return plan_view(release, release.plans.by_id[plan], region, leads("indikator", view, region), language), region


def line(view: PlanView, title: str) -> dict[str, str]:
    """The texts of the line that begins with `title`, by column."""
    for goal in view.goals:
        for row in goal.table.rows:
            if row[0].text == title:
                return {c.title: cell.text for c, cell in zip(goal.table.columns, row, strict=True)}
    raise AssertionError(title)


def test_the_land_is_told_from_published_figures(release: Release) -> None:
    view, _ = shown(release)
    assert line(view, "Årsverk i kommunalt psykisk helse- og rusarbeid") == {
        "Indikator": "Årsverk i kommunalt psykisk helse- og rusarbeid", "Utgangspunkt": f"13{NBSP}936 årsverk",
        "Siste": f"16{NBSP}399 årsverk", "Endring": f"2{NBSP}463 årsverk høyere", "Bedre er": "høyere",
        "Status": "riktig retning", "Kilde": "IS-24/8, helsedirektoratet.no tabell 16",
    }  # fmt: skip
    assert view.summary.startswith("Hele landet, 46 indikatorer: 4 går i riktig retning")


def test_what_came_after_the_break_is_said_with_the_reason(release: Release) -> None:
    view, _ = shown(release)
    about = next(row[0].note for row in view.goals[0].table.rows if row[0].text.endswith("rusarbeid"))
    assert about is not None
    assert "66 kommuner svarte ikke" in about
    assert f"17{NBSP}436 årsverk i 2023" in about


def test_missing_is_never_zero_and_a_direction_without_certainty_is_no_verdict(release: Release) -> None:
    view, _ = shown(release)
    assert line(view, "Har individuell plan")["Utgangspunkt"] == ".."
    satisfied = line(view, "Tilfreds med tjenestene i stor eller svært stor grad")
    assert (satisfied["Endring"], satisfied["Status"]) == ("9 prosentpoeng høyere", "kan ikke avgjøres")


def test_what_nobody_has_established_is_named_and_has_no_line(release: Release) -> None:
    view, _ = shown(release)
    goal = view.goals[5]
    assert goal.table.rows == ()
    assert "Ikke etablert, og derfor uten tall: Narkotikaprogram" in "".join(goal.named)


def test_a_place_shows_its_own_figures_and_names_those_of_the_land(release: Release) -> None:
    view, _ = shown(release, place="fylke-50")
    assert line(view, "Har individuell plan")["Kilde"] == "Beregnet (syntetiske data)"
    assert "Årsverk i kommunalt psykisk helse- og rusarbeid, voksne (IS-24/8)" in view.goals[0].named[0]
    assert view.summary.startswith("Trøndelag, 46 indikatorer: ")


@pytest.mark.parametrize("place", ["land-0", "fylke-50", "kommune-5636"])
@pytest.mark.parametrize("plan", [RUS, PSYKISK])
def test_every_indicator_is_counted_once_in_its_goal_and_in_the_overview(
    release: Release, plan: str, place: str
) -> None:
    view, _ = shown(release, plan, place)
    for goal, row in zip(view.goals, view.overview.rows, strict=True):
        counted = sum(int(cell.text) for cell in row[1:] if cell.text != "–")
        assert counted == len(goal.standings) == sum(one.goal == goal.number for one in view.plan.indicators)
        assert row[0].link == f"#{goal.anchor}"


def test_a_title_leads_to_the_indicator_we_compute(release: Release) -> None:
    view, _ = shown(release, place="fylke-50")
    links = {row[0].text: row[0].link for goal in view.goals for row in goal.table.rows}
    assert links["Bostedsløse"] == "indikator?indikator=bostedslos&region=fylke-50&base=rus"
    assert links["Den gylne regel"] is None


def test_the_second_plan_tells_its_numbers_and_no_values(release: Release) -> None:
    view, _ = shown(release, PSYKISK, language="nn")
    waiting = line(view, "Gjennomsnittleg ventetid i psykisk helsevern for vaksne")
    assert (waiting["Mål i tal"], waiting["Siste"], waiting["Status"]) == ("under 40 dagar", "..", "ikkje etablert")


def test_the_file_holds_every_line_with_place_and_release(release: Release) -> None:
    view, region = shown(release)
    rows = list(csv.DictReader(io.StringIO(plan_file(view, region, "r1").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == sum(len(goal.table.rows) for goal in view.goals)
    assert {(row["Sted"], row["Utgivelse"]) for row in rows} == {("Hele landet", "r1")}
    assert file_name(view, region) == "rusfeltet_2016_2020_land-0.csv"


def test_nothing_in_the_file_begins_a_formula(release: Release) -> None:
    view, region = shown(release, place="kommune-5001")
    cells = [cell for row in csv.reader(io.StringIO(plan_file(view, region, "=1+1").decode("utf-8-sig")), delimiter=";")
             for cell in row]  # fmt: skip
    assert cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []

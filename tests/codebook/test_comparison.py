"""Two forms with the catalogue: whom a change touches, and the page that says so."""

from dataclasses import replace

from pipelines.codebook.changes_page import changes_page
from pipelines.codebook.comparison import compare
from pipelines.contracts.change import Effect
from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.settings import REPOSITORY

FOLDER = REPOSITORY / "data_contracts"
SURVEY = load_contracts(FOLDER).surveys["brukerplan"]
NAMES = {"bolig_tilfredsstillende", "bostedslos", "bostedslos_antall", "bostedslos_rop", "aktivitet_rod", "kvinner",
         "individuell_plan", "kartlagte", "koordinator"}  # fmt: skip
INDICATORS = tuple(i for i in load_catalogue(FOLDER)["brukerplan"] if i.id in NAMES)
OLD = SURVEY.forms["2019"]


def changed(**columns):
    """The form with some columns changed, or left out (None)."""
    kept = [c for c in OLD.columns if columns.get(c.name, c) is not None]
    return replace(OLD, columns=tuple(replace(c, **columns.get(c.name, {})) for c in kept))


def test_the_indicators_over_a_column_that_goes_away_end():
    comparison = compare(OLD, changed(aktivitet=None), SURVEY, INDICATORS)
    assert comparison.series == {"aktivitet_rod": Effect.ENDS}
    assert ("aktivitet_rod",) in comparison.touched
    assert (comparison.step, comparison.version_is_enough) == ("major", False)


def test_only_the_indicator_that_names_a_code_is_broken_by_its_loss():
    codes = tuple(c for c in OLD.by_name["individuell_plan"].codes if c.code != "takket_nei")
    comparison = compare(OLD, changed(individuell_plan={"codes": codes}), SURVEY, INDICATORS)
    assert comparison.series == {"individuell_plan": Effect.CAUTION}
    codes = tuple(c for c in OLD.by_name["individuell_plan"].codes if c.code != "ja")
    comparison = compare(OLD, changed(individuell_plan={"codes": codes}), SURVEY, INDICATORS)
    assert comparison.series == {"individuell_plan": Effect.BREAKS}


def test_a_breakdown_is_a_use():
    comparison = compare(OLD, changed(kjonn=None), SURVEY, INDICATORS)
    divided = {i.id for i in INDICATORS if "kjonn" in i.breakdowns}
    assert divided < set(comparison.series)
    assert set(comparison.series) - divided == {"kvinner"}
    assert set(comparison.series.values()) == {Effect.ENDS}


def test_the_page_of_one_change():
    new = replace(changed(bolig={"header": "Hvor personen bor"}), version="2.0.0")
    assert changes_page(compare(OLD, new, SURVEY, INDICATORS)) == (
        "# Endringer: BrukerPlan 2019 (1.1.0) → BrukerPlan 2019 (2.0.0)\n\n"
        "Versjon 1.1.0 → 2.0.0. Endringene krever et nytt første tall (brytende), og det holder.\n\n"
        "## Oppsett: hvordan filen ser ut\n\n"
        "- **brytende** · `bolig`: Overskriften er «Hvor personen bor», ikke «Boligsituasjon». "
        "Berører `bolig_tilfredsstillende`, `bostedslos`, `bostedslos_antall`, `bostedslos_rop`.\n\n"
        "Alle seriene kan sammenlignes over endringen.\n"
    )


def test_the_page_puts_meaning_first_and_the_heaviest_first():
    new = changed(bolig={"header": "B", "required": False}, aktivitet=None)
    page = changes_page(compare(OLD, new, SURVEY, INDICATORS))
    order = ["## Innhold", "**brytende** · `aktivitet`", "**lempning** · `bolig`", "## Oppsett", "## Kan seriene",
             "| `aktivitet_rod` | Slutter"]  # fmt: skip
    places = [page.index(told) for told in order]
    assert places == sorted(places)
    assert "1.1.0 er for lite" in page


def test_two_forms_of_a_survey_have_each_their_own_version():
    comparison = compare(OLD, SURVEY.forms["2024"], SURVEY, INDICATORS)
    assert (comparison.step, comparison.version_is_enough) == (None, True)
    assert "Versjon" not in changes_page(comparison)


def test_the_same_form_twice():
    comparison = compare(OLD, OLD, SURVEY, INDICATORS)
    assert changes_page(comparison).endswith("\n\nIngen endringer.\n")
    assert comparison.version_is_enough


def test_without_a_survey_no_indicator_is_named():
    comparison = compare(OLD, changed(aktivitet=None), None, ())
    assert (comparison.touched, comparison.series) == (((),), {})

"""A file of indicators is read to what it declares, or to every mistake in it at its own line."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.indicators.reading import Read, read_indicators

TEXT = "{nb: x, nn: x}"
SHARE = f"""
- id: bostedslos
  title: {TEXT}
  theme: bolig
  kind: proportion
  denominator: bolig IN ('gronn', 'gul', 'rod')
  numerator: bolig = 'rod'
  bases: [rus]
  breakdowns: [kjonn]
  definition: {TEXT}
"""
MEAN = f"""
- id: barn_snitt
  title: {TEXT}
  kind: mean
  unit: barn
  value: antall_barn
  definition: {TEXT}
"""
SPREAD = f"""
- id: levekar
  kind: distribution
  of: [bolig, okonomi]
  codes: {{rod: {{direction: lower}}}}
  named: {{bolig_rod: {{id: bostedslos}}}}
  definition: {TEXT}
"""
INDEX = f"""
- id: belastning
  kind: index
  ours: true
  title: {{nb: Belastning, nn: Belasting}}
  definition: {TEXT}
  points: {{bolig: {{gronn: 0, rod: 2}}, okonomi: {{gronn: 0, rod: 3}}}}
  levels: {{lav: {{least: 0, title: {TEXT}}}, hoy: {{least: 3, title: {TEXT}}}}}
- id: hoy_belastning
  title: {TEXT}
  kind: proportion
  denominator: belastning IS NOT NULL
  numerator: belastning = 'hoy'
  definition: {TEXT}
"""


@pytest.fixture
def read(contracts: Contracts, tmp_path: Path):
    def reading(content: str) -> Read:
        path = tmp_path / "brukerplan" / "indicators.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return read_indicators(path, contracts.surveys["brukerplan"], frozenset({"bolig", "barn"}))

    return reading


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (SHARE, ["bostedslos"]),
        (MEAN, ["barn_snitt"]),
        (SPREAD, ["bostedslos", "okonomi_rod"]),
        (INDEX, ["hoy_belastning"]),
    ],
)
def test_what_is_right_is_read(read, content: str, ids: list[str]) -> None:
    found = read(content)
    assert found.problems == ()
    assert [indicator.id for indicator, _ in found.indicators] == ids


@pytest.mark.parametrize(
    ("content", "old", "new", "line", "said"),
    [
        pytest.param(SHARE, "= 'rod'", "= 'rodt'", 7, "Mente du «rod»?", id="unknown code"),
        pytest.param(SHARE, "numerator: bolig", "numerator: bolg", 7, "Mente du «bolig»?", id="unknown column"),
        pytest.param(SHARE, "[rus]", "[russ]", 8, "Mente du «rus»?", id="unknown base group"),
        pytest.param(SHARE, "[kjonn]", "[kjoen]", 9, "Mente du «kjonn»?", id="unknown breakdown"),
        pytest.param(SHARE, "[kjonn]", "[antall_barn]", 9, "ikke en kolonne med kode", id="breakdown without codes"),
        pytest.param(SHARE, "theme: bolig", "theme: boligg", 4, "Mente du «bolig»?", id="unknown theme"),
        pytest.param(SHARE, "kind: proportion", "kind: proporsjon", 5, "Mente du «proportion»?", id="unknown kind"),
        pytest.param(SHARE, "breakdowns:", "breakdown:", 9, "Mente du «breakdowns»?", id="unknown field"),
        pytest.param(SHARE, f"title: {TEXT}", "title: {nb: x}", 3, "title mangler tekst på nn", id="no nynorsk"),
        pytest.param(SHARE, f"  definition: {TEXT}\n", "", 2, "definition mangler", id="no definition"),
        pytest.param(SHARE, "= 'rod'", "IN ('rod', 'ukjent')", 7, "bolig = «ukjent»", id="counts outside the base"),
        pytest.param(SHARE, "= 'rod'", "<> 'rod'", 7, "bolig = «ukjent»", id="outside without naming it"),
        pytest.param(SHARE, "= 'rod'", "IS NULL", 7, "bolig = ikke besvart", id="not answered is outside"),
        pytest.param(SHARE, "= 'rod'", "= 'rod' AND bolig = 'gul'", 7, "alltid 0", id="nobody can be counted"),
        pytest.param(SHARE, "bolig = 'rod'", "bolig <> 'ukjent'", 7, "alltid 100", id="everybody"),
        pytest.param(SHARE, "bolig = 'rod'", "bolig", 7, "verken sant eller usant", id="no condition"),
        pytest.param(SHARE, "'rod')", "'rod') AND bolig = 'ukjent'", 6, "Ingen kan være", id="empty base"),
        pytest.param(MEAN, "value: antall_barn", "value: barn", 6, "ikke et tall", id="a mean of codes"),
        pytest.param(MEAN, "value: antall_barn", "value: antall_barn > 1", 6, "sant eller", id="a mean of a condition"),
        pytest.param(MEAN, "  unit: barn\n", "", 2, "skal ha unit", id="a mean in percent"),
        pytest.param(MEAN, "  value: antall_barn\n", "", 2, "value skal stå", id="a mean of nothing"),
        pytest.param(SPREAD, "okonomi]", "okonomy]", 4, "Mente du «okonomi»?", id="spread over an unknown column"),
        pytest.param(SPREAD, "{rod:", "{rodt:", 5, "Mente du «rod»?", id="spread over an unknown code"),
        pytest.param(SPREAD, "{rod:", "{ukjent:", 5, "ikke blant kodene i grunnlaget", id="a share outside the base"),
        pytest.param(SPREAD, "{bolig_rod", "{bolig_raud", 6, "Mente du «bolig_rod»?", id="a name for nothing"),
        pytest.param(SPREAD, TEXT, "{nb: '{kod}', nn: x}", 7, "«{kod}»", id="unknown field of a text"),
        pytest.param(SPREAD, "okonomi]", "bolig]", 6, "«bostedslos» står to ganger", id="the same share twice"),
        pytest.param(INDEX, "id: belastning", "id: levekarsindeks", 2, "ikke regnes ut på nytt", id="over a given one"),
        pytest.param(INDEX, "{bolig: {gronn", "{bolig: {gron", 7, "Mente du «gronn»?", id="points for an unknown code"),
        pytest.param(INDEX, "{bolig:", "{bolg:", 7, "Mente du «bolig»?", id="points for an unknown column"),
        pytest.param(INDEX, "{bolig:", "{antall_barn:", 7, "ikke noen kodeliste", id="points for a quantity"),
        pytest.param(INDEX, "lav: {least: 0", "lav: {least: 1", 8, "begynne på 0 poeng", id="a gap below the levels"),
        pytest.param(INDEX, "hoy: {least: 3", "hoy: {least: 0", 8, "skal stige", id="levels that overlap"),
        pytest.param(INDEX, "{bolig:", "{belastning: {lav: 1}, bolig:", 7, "belastning → bel", id="made of itself"),
        pytest.param(INDEX, "= 'hoy'", "= 'høy'", 13, "Mente du «hoy»?", id="unknown level"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_at_its_line(read, content: str, old: str, new: str, line: int, said: str) -> None:
    assert old in content
    problems = read(content.replace(old, new, 1)).problems
    assert any(said in p.message and p.line == line for p in problems), problems


def test_all_mistakes_are_found_at_once(read) -> None:
    wrong = SHARE.replace("[rus]", "[russ]").replace("= 'rod'", "= 'rodt'") + MEAN.replace("antall_barn", "antal_barn")
    assert [(p.file, p.line) for p in read(wrong).problems] == [
        ("brukerplan/indicators.yaml", 7), ("brukerplan/indicators.yaml", 8), ("brukerplan/indicators.yaml", 16),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("id: x\n", "liste av indikatorer", id="no list"),
        pytest.param("- x\n", "ikke en indikator", id="no entry"),
        pytest.param("- id: [\n", "YAML", id="no YAML"),
        pytest.param(SHARE + SHARE, "«bostedslos» står to ganger", id="an id twice"),
        pytest.param(INDEX + INDEX, "«belastning» står to ganger", id="an index twice"),
        pytest.param(SHARE.replace("  theme: bolig\n", "  theme: bolig\n  theme: barn\n"), "theme", id="a key twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_none(read, content: str, said: str) -> None:
    assert any(said in p.message for p in read(content).problems)


def test_an_index_is_written_out_and_marked_as_ours(read) -> None:
    ((indicator, _),) = read(INDEX).indicators
    assert "belastning" not in str(indicator.numerator)
    assert indicator.definition.nb.endswith("Belastning er vår egen sammensetning, ikke en etablert skala.")
    assert indicator.definition.nn.endswith("Belasting er vår eiga samansetjing, ikkje ein etablert skala.")


def test_the_base_of_a_mean_is_those_with_a_value(read) -> None:
    ((indicator, _),) = read(MEAN.replace("  value:", "  denominator: barn = 'samvaer'\n  value:")).indicators
    assert indicator.denominator == "(barn = 'samvaer') AND ((antall_barn) IS NOT NULL)"

"""Fingerprints move when, and only when, something that can move a figure does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import load_contracts
from pipelines.disclosure.policy import load_policy
from pipelines.geography import load_geography
from pipelines.geography.coverage import WHO, load_coverage_policy
from pipelines.indicators.catalogue import load_catalogue
from pipelines.register import AcceptedPart
from pipelines.release import origin as module
from pipelines.release.origin import Basis, fingerprint, origin
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
SURVEY, YEAR = "brukerplan", 2019


def part(sha256: str, year: int = YEAR, survey: str = SURVEY) -> AcceptedPart:
    return AcceptedPart(survey=survey, form="2019", form_version="1.0.0", year=year, municipality="1103",
                        replaces_key=sha256, path=sha256, sha256=sha256, rows=10, synthetic=True)  # fmt: skip


def declared(*codes: str) -> pl.DataFrame:
    rows = [(SURVEY, YEAR, code) for code in codes]
    return pl.DataFrame(rows, schema={"undersokelse": pl.String, **WHO}, orient="row")


@cache
def basis() -> Basis:
    geography = load_geography(CONTRACTS / "reference")
    return Basis(load_contracts(CONTRACTS), load_catalogue(CONTRACTS), geography, load_policy(CONTRACTS),
                 load_coverage_policy(CONTRACTS), [part("a"), part("b")], declared(), {})  # fmt: skip


def unlike(old: Any, new: Any, place: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """The places where two nested mappings are not the same."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return set() if old == new else {place}
    return {p for key in old.keys() | new.keys() for p in unlike(old.get(key), new.get(key), (*place, key))}


def survey_with(**changes: Any) -> Basis:
    return with_survey(replace(basis().contracts.surveys[SURVEY], **changes))


def with_survey(survey: Survey) -> Basis:
    contracts = basis().contracts
    return replace(basis(), contracts=replace(contracts, surveys={**contracts.surveys, SURVEY: survey}))


def form_with(change: Callable[[Any], Any]) -> Basis:
    """The form of the wave with its column `bolig` changed."""
    survey = basis().contracts.surveys[SURVEY]
    form = survey.forms["2019"]
    columns = tuple(change(c) if c.name == "bolig" else c for c in form.columns)
    return with_survey(replace(survey, forms={**survey.forms, "2019": replace(form, columns=columns)}))


def recoded(column: Any) -> Any:
    first, second, *rest = column.codes
    return replace(column, codes=(replace(first, code=second.code), replace(second, code=first.code), *rest))


def renamed(column: Any) -> Any:
    codes = tuple(replace(code, label={"nb": "Noe annet"}) for code in column.codes)
    return replace(column, title={"nb": "Bosituasjon"}, header="Bosituasjon", codes=codes, rules=())


def catalogue_with(**changes: Any) -> Basis:
    catalogue = basis().catalogue
    own = tuple(i.model_copy(update=changes) if i.id == "bostedslos" else i for i in catalogue[SURVEY])
    return replace(basis(), catalogue={**catalogue, SURVEY: own})


def other_borders() -> Basis:
    """A geography where Sandnes is in another county, in 2019 alone."""
    made = load_geography(basis().geography.folder)
    moved = replace(made)
    table = made.population_by_code
    here = (pl.col("aar") == YEAR) & (pl.col("kommunenummer") == "1103")
    moved.__dict__["population_by_code"] = table.with_columns(
        voksne18=pl.when(here).then(pl.col("voksne18") + 1).otherwise("voksne18")
    )
    return replace(basis(), geography=moved)


def other_limits() -> Basis:
    limits = dict.fromkeys(basis().coverage_policy.limits, 40.0)
    return replace(basis(), coverage_policy=replace(basis().coverage_policy, limits=limits))


WAVE = f"{SURVEY}|{YEAR}"
FORM_YEARS = {("bolger", f"{SURVEY}|{year}", "skjema") for year in (2019,)}


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        pytest.param(lambda: replace(basis(), parts=[part("b"), part("a")]), set(), id="parts in another order"),
        pytest.param(lambda: replace(basis(), parts=[part("a"), part("c")]), {("bolger", WAVE, "deler")}, id="a part"),
        pytest.param(lambda: replace(basis(), declared=declared("1108")), {("bolger", WAVE, "erklaringer")},
                     id="a declaration"),
        pytest.param(lambda: replace(basis(), corrections={WAVE: ["x"]}), {("bolger", WAVE, "rettelser")},
                     id="a correction"),
        pytest.param(lambda: form_with(recoded), FORM_YEARS, id="codes that mean something else"),
        pytest.param(lambda: form_with(renamed), set(), id="other words in the form"),
        pytest.param(lambda: survey_with(published_population="TRUE"), {("undersokelser", SURVEY)},
                     id="another population"),
        pytest.param(lambda: survey_with(title={"nb": "Nytt navn"}), set(), id="another title of the survey"),
        pytest.param(lambda: survey_with(sensitive=frozenset({"kjonn"})), {("vern", SURVEY)}, id="what is sensitive"),
        pytest.param(lambda: catalogue_with(numerator="bolig = 'gul'"), {("indikatorer", "bostedslos")},
                     id="another numerator"),
        pytest.param(lambda: catalogue_with(definition=None, ranking=False), set(), id="other words on an indicator"),
        pytest.param(other_borders, {("steder", str(YEAR), "befolkning")}, id="a population"),
        pytest.param(other_limits, {("dekning", s) for s in basis().contracts.surveys}, id="limits of coverage"),
    ],
)  # fmt: skip
def test_one_input_changed_moves_its_own_fingerprints(
    changed: Callable[[], Basis], places: set[tuple[str, ...]]
) -> None:
    assert unlike(origin(basis()), origin(changed())) == places


def test_a_wave_nobody_delivered_for_has_a_form_as_long_as_the_cube_goes_that_far() -> None:
    waves = origin(basis())["bolger"]
    assert set(waves["brukerplan|2016"]) == {"skjema"}
    assert "brukerplan|2024" not in waves
    later = origin(replace(basis(), parts=[part("a", 2024)]))
    assert {"brukerplan|2024", "brukertilfredshet|2021"} <= later["bolger"].keys()
    assert (later["siste_aar"], origin(replace(basis(), parts=[]))["siste_aar"]) == (2024, None)


def test_the_policy_s_comments_do_not_count_and_its_numbers_do(tmp_path: Path) -> None:
    said = (CONTRACTS / "policies" / "disclosure.yaml").read_text(encoding="utf-8")
    found = []
    for content in (said, f"# mer\n{said}", said.replace("homogeneous_base: 20", "homogeneous_base: 30", 1),
                    said.replace("  ettervern: 3", "  ettervern: 4")):  # fmt: skip
        folder = tmp_path / str(len(found))
        (folder / "policies").mkdir(parents=True)
        (folder / "policies" / "disclosure.yaml").write_text(content, encoding="utf-8")
        found.append(origin(replace(basis(), contracts=replace(basis().contracts, folder=folder)))["vern"])
    assert found[0] == found[1]
    mapped = {s.id for s in basis().contracts.surveys.values() if s.kind is SurveyKind.MAPPING}
    assert {s for s, mark in found[0].items() if found[2][s] != mark} == mapped
    assert {s for s, mark in found[0].items() if found[3][s] != mark} == {"ettervern"}


def test_the_code_that_computes_and_the_code_that_hides_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pipelines" / "disclosure").mkdir(parents=True)
    (tmp_path / "pipelines" / "indicators").mkdir()
    monkeypatch.setattr(module, "REPOSITORY", tmp_path)
    before = origin(basis())["program"]
    (tmp_path / "pipelines" / "disclosure" / "regel.py").write_text("x = 1\n")
    hidden = origin(basis())["program"]
    (tmp_path / "pipelines" / "indicators" / "andel.py").write_text("x = 1\n")
    assert unlike(before, hidden) == {("vern",)}
    assert unlike(hidden, origin(basis())["program"]) == {("metode",)}


def test_a_set_is_the_same_in_any_order() -> None:
    assert fingerprint({"a": frozenset("xyz")}) == fingerprint({"a": frozenset("zyx")})
    assert fingerprint([1, None]) != fingerprint([1, 0])

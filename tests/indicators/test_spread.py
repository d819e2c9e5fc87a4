"""A distribution is the proportions it stands for, with the form's own words, and names of its own where it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from pipelines.indicators.columns import Known
from pipelines.indicators.declared import Indicator
from pipelines.indicators.entries import Distribution
from pipelines.indicators.spread import PartOfWhole, spread

LEVELS = {"gronn": {"nb": "Grønn", "nn": "Grøn"}, "rod": {"nb": "Rød", "nn": "Raud"}, "ukjent": {"nb": "Ukjent"}}
COLUMNS = {
    "bolig": Known({"nb": "Bolig", "nn": "Bustad"}, LEVELS),
    "okonomi": Known({"nb": "Økonomi"}, LEVELS),
    "inntekt": Known({"nb": "Inntekt"}, {"aap": {"nb": "AAP"}, "annet": {"nb": "Annet"}}),
    "respekt": Known({"nb": "Respekt"}, {code: {"nb": code} for code in "123459"}),
}


def made(**fields: Any) -> Mapping[str, Indicator]:
    entry = {"id": "x", "kind": "distribution", "definition": {"nb": "x", "nn": "x"}, **fields}
    return {i.id: i for _, i in spread(Distribution.model_validate(entry), COLUMNS)}


def test_one_proportion_for_each_code_of_each_column_in_order() -> None:
    assert list(made(of=["bolig", "okonomi"])) == ["bolig_gronn", "bolig_rod", "okonomi_gronn", "okonomi_rod"]


def test_what_is_counted_and_of_whom() -> None:
    rod = made(of="bolig")["bolig_rod"]
    assert (rod.kind, rod.numerator, rod.denominator) == ("proportion", "bolig = 'rod'", "bolig IN ('gronn', 'rod')")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"outside": []}, "bolig IN ('gronn', 'rod', 'ukjent')", id="unknown is in the base"),
        pytest.param(
            {"denominator": "kjonn = 'mann'"}, "(kjonn = 'mann') AND bolig IN ('gronn', 'rod')", id="part of the rows"
        ),
        pytest.param({"codes": {"rod": {}}}, "bolig IN ('gronn', 'rod')", id="a share that is not told stays in it"),
    ],
)
def test_the_base(fields: dict[str, Any], expected: str) -> None:
    assert made(of="bolig", **fields)["bolig_rod"].denominator == expected


def test_codes_told_as_one() -> None:
    top = {"hoy": {"codes": ["4", "5"], "label": {"nb": "Fornøyd", "nn": "Nøgd"}, "direction": "higher"}}
    (share,) = made(of="respekt", outside=["9"], codes=top, ids="{kolonne}").values()
    assert (share.id, share.numerator, share.direction) == ("respekt", "respekt IN ('4', '5')", "higher")
    assert share.denominator == "respekt IN ('1', '2', '3', '4', '5')"


@pytest.mark.parametrize(
    ("of", "name", "language", "expected"),
    [
        pytest.param("bolig", "bolig_rod", "nb", "Del: rød på bolig", id="bokmål"),
        pytest.param("bolig", "bolig_rod", "nn", "Del: raud på bustad", id="nynorsk"),
        pytest.param("okonomi", "okonomi_rod", "nn", "Del: raud på økonomi", id="nynorsk where the form has bokmål"),
        pytest.param("inntekt", "inntekt_aap", "nb", "Del: AAP på inntekt", id="an abbreviation keeps its capitals"),
    ],
)
def test_titles_are_in_the_forms_words(of: str, name: str, language: str, expected: str) -> None:
    pattern = dict.fromkeys(("nb", "nn"), "del: {kode} på {kolonne}")
    assert getattr(made(of=of, title=pattern)[name].title, language) == expected


def test_no_english_title_where_the_form_has_no_english() -> None:
    assert made(of="bolig", title=dict.fromkeys(("nb", "nn", "en"), "{kode}"))["bolig_rod"].title.en is None


def test_a_share_with_a_name_of_its_own_is_told_once() -> None:
    named = {"bolig_rod": {"id": "bostedslos", "title": {"nb": "Bostedsløse", "nn": "Bustadlause"}, "bases": ["rus"]}}
    found = made(of="bolig", bases=["alle"], breakdowns=["kjonn"], named=named)
    assert list(found) == ["bolig_gronn", "bostedslos"]
    homeless = found["bostedslos"]
    assert (homeless.title.nb, homeless.bases, homeless.breakdowns) == ("Bostedsløse", ("rus",), ("kjonn",))
    assert found["bolig_gronn"].bases == ("alle",)


@pytest.mark.parametrize(
    ("fields", "wholes"),
    [
        pytest.param({}, {"x-bolig"}, id="each code a share"),
        pytest.param({"outside": []}, {"x-bolig"}, id="the unknown one of them"),
        pytest.param({"codes": {"rod": {}}}, {None}, id="a code that no share tells"),
        pytest.param(
            {"codes": {"rod": {}, "begge": {"codes": ["gronn", "rod"], "label": {"nb": "Kjent"}}}},
            {None}, id="a code that two shares tell",
        ),
        pytest.param(
            {"outside": [], "codes": {"gronn": {}, "ikke": {"codes": ["rod", "ukjent"], "label": {"nb": "Ikke"}}}},
            {"x-bolig"}, id="codes told as one",
        ),
    ],
)  # fmt: skip
def test_shares_are_parts_of_a_whole_where_they_add_up_to_it(fields: dict[str, Any], wholes: set[str | None]) -> None:
    assert {getattr(share, "whole", None) for share in made(of="bolig", **fields).values()} == wholes


def test_a_part_knows_its_level() -> None:
    levels = {"gronn": {"direction": "higher", "colour": "green"}, "rod": {}}
    gronn, rod = made(of="bolig", codes=levels, named={"bolig_rod": {"id": "bostedslos"}}).values()
    assert isinstance(gronn, PartOfWhole)
    assert isinstance(rod, PartOfWhole)
    assert (gronn.code, gronn.colour, gronn.label.nn, gronn.whole_title.nb) == ("gronn", "green", "Grøn", "Bolig")
    assert (rod.id, rod.whole, rod.code, rod.colour) == ("bostedslos", "x-bolig", "rod", None)

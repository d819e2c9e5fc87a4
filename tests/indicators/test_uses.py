"""Which columns and codes an indicator uses, and what a change does to its series."""

import pytest

from pipelines.contracts.change import Change, Effect, What
from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import Indicator, load_catalogue
from pipelines.indicators.uses import columns_used, touched_by, worst
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
SURVEY = load_contracts(CONTRACTS).surveys["brukerplan"]


def used(**fields):
    whole = {"id": "x", "title": {"nb": "x"}, "kind": "proportion", "numerator": "TRUE", **fields}
    return columns_used(Indicator.model_validate(whole), SURVEY)


@pytest.mark.parametrize(
    ("fields", "column", "codes"),
    [
        ({"numerator": "bolig = 'rod'"}, "bolig", {"rod"}),
        ({"numerator": "bolig = 'rod'", "denominator": "bolig IN ('gronn', 'gul')"}, "bolig", {"rod", "gronn", "gul"}),
        ({"numerator": "'rod' <> bolig"}, "bolig", {"rod"}),
        ({"numerator": "levekarsindeks IS NOT NULL"}, "levekarsindeks", None),
        ({"numerator": "bolig = 'rod' OR bolig IS NULL"}, "bolig", None),
        ({"numerator": "antall_barn > 2"}, "antall_barn", None),
        ({}, "aldersgruppe", {"16-17"}),
        ({"population": "kjonn = 'mann'"}, "kjonn", {"mann"}),
        ({"breakdowns": ["kjonn"], "numerator": "kjonn = 'mann'"}, "kjonn", None),
        ({"counts": "kommunenummer"}, "kommunenummer", None),
        ({}, "basisgruppe", None),
    ],
)
def test_a_column_and_the_codes_named(fields, column, codes):
    found = used(**fields)
    assert found[column] == (codes if codes is None else frozenset(codes))


def test_a_reported_figure_uses_no_column():
    indicator = Indicator.model_validate({"id": "x", "title": {"nb": "x"}, "kind": "reported"})
    assert columns_used(indicator, SURVEY) == {}


def test_every_column_that_a_shipped_indicator_uses_exists():
    for survey, indicators in load_catalogue(CONTRACTS).items():
        forms = load_contracts(CONTRACTS).surveys[survey]
        known = {c.name for f in forms.forms.values() for c in f.columns}
        assert {c for i in indicators for c in columns_used(i, forms)} <= known


NAMED, WHOLE = {"bolig": frozenset({"rod"})}, {"bolig": None}


@pytest.mark.parametrize(
    ("what", "codes", "uses", "effect"),
    [
        pytest.param(What.CODE_MEANING, {"rod"}, NAMED, Effect.BREAKS, id="its code means something else"),
        pytest.param(What.CODE_MEANING, {"gul"}, NAMED, None, id="another code means something else"),
        pytest.param(What.CODE_MEANING, {"gul"}, WHOLE, Effect.BREAKS, id="all codes count"),
        pytest.param(What.CODE_REMOVED, {"rod"}, NAMED, Effect.BREAKS, id="its code is gone"),
        pytest.param(What.CODE_REMOVED, {"gul"}, NAMED, Effect.CAUTION, id="answers had another place to go"),
        pytest.param(What.CODE_ADDED, {"bla"}, NAMED, Effect.CAUTION, id="answers have another place to go"),
        pytest.param(What.COLUMN_REMOVED, set(), NAMED, Effect.ENDS, id="column gone"),
        pytest.param(What.HEADER, set(), NAMED, Effect.NONE, id="layout"),
        pytest.param(What.COLUMN_REMOVED, set(), {"kjonn": None}, None, id="another column"),
    ],
)
def test_what_a_change_does_to_a_series(what, codes, uses, effect):
    assert touched_by(Change(what, "", "bolig", frozenset(codes)), uses) is effect


def test_a_change_of_the_form_as_a_whole_touches_no_series():
    assert touched_by(Change(What.COLUMN_ORDER, ""), WHOLE) is None


def test_the_worst_effect_decides():
    assert worst(iter([Effect.CAUTION, Effect.BREAKS, Effect.NONE])) is Effect.BREAKS
    assert worst(iter([])) is Effect.NONE

"""A figure that was too small most years so far is hidden, whatever comes after it, and nothing is shown for it."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Series, load_policy
from pipelines.disclosure.protect import protect
from pipelines.disclosure.series import SERIES, weak_years, with_weak_series
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from tests.support.unprotected import cube_of, figure

SIGNS = {"s": ("ok", "personvern"), "v": ("ok", None), "u": ("usikkert", None), "-": ("ikke_mottatt", None),
         "0": ("ingen_nevner", None)}  # fmt: skip
"""A year that a primary rule strikes, one that is shown, uncertain, not received, and with nobody in the base."""
FIRST = 2011
COLUMNS = {**dict.fromkeys(SERIES, pl.String), "aar": pl.Int64, "status": pl.String, "_hide": pl.String}


def years_of(signs: str, **other: str) -> pl.DataFrame:
    same = dict.fromkeys(SERIES, "x") | other
    rows = [
        same | {"aar": FIRST + n, "status": SIGNS[sign][0], "_hide": SIGNS[sign][1]} for n, sign in enumerate(signs)
    ]
    return pl.DataFrame(rows, schema=COLUMNS)


def weak(signs: str, rule: Series) -> str:
    found = set(weak_years(years_of(signs), rule)["aar"])
    return "".join("x" if FIRST + n in found else "." for n in range(len(signs)))


HALF_OF_THREE = Series(share=0.5, years=3)


@pytest.mark.parametrize(
    ("signs", "rule", "expected"),
    [
        pytest.param("ssv", HALF_OF_THREE, "..x", id="shown after two that are struck"),
        pytest.param("vss", HALF_OF_THREE, "..x", id="shown before them, which is not taken back"),
        pytest.param("svv", HALF_OF_THREE, "...", id="one of three"),
        pytest.param("ss", HALF_OF_THREE, "..", id="too few years"),
        pytest.param("ssvv", HALF_OF_THREE, "..x.", id="just half is not more"),
        pytest.param("ssvvs", HALF_OF_THREE, "..x.x", id="more than half again"),
        pytest.param("s-s0u", HALF_OF_THREE, "....x", id="years without a number are none"),
        pytest.param("ssu", HALF_OF_THREE, "..x", id="uncertain ground is a number"),
        pytest.param("vvvvs", Series(share=0.2, years=2), ".....", id="just a fifth"),
        pytest.param("vvvs", Series(share=0.2, years=2), "...x", id="more than a fifth"),
        pytest.param("sv", Series(share=0.2, years=2), ".x", id="two years are enough"),
        pytest.param("vvv", Series(share=0, years=2), "...", id="none is not more than none"),
    ],
)
def test_which_years_are_weak(signs: str, rule: Series, expected: str) -> None:
    assert weak(signs, rule) == expected


@given(
    st.text(alphabet=list(SIGNS), max_size=9), st.sampled_from([0, 0.25, 0.5, 0.75]), st.integers(2, 5),
    st.integers(0, 9),
)  # fmt: skip
def test_counted_by_hand_and_not_moved_by_what_comes_after(signs: str, share: float, least: int, cut: int) -> None:
    rule = Series(share=share, years=least)
    expected = ""
    for n, sign in enumerate(signs):
        so_far = [s for s in signs[: n + 1] if s in "svu"]
        much = len(so_far) >= least and Fraction(so_far.count("s"), len(so_far)) > Fraction(share)
        expected += "x" if much and sign in "svu" else "."
    assert weak(signs, rule) == expected
    assert weak(signs[:cut], rule) == expected[:cut]


@given(st.lists(st.tuples(st.text(alphabet=list(SIGNS), min_size=1, max_size=5), st.booleans()), max_size=5))
def test_nothing_that_was_struck_is_shown_and_no_row_moves(held: list[tuple[str, bool]]) -> None:
    frames = [years_of(signs, regionkode=str(n)).with_columns(spart=spared) for n, (signs, spared) in enumerate(held)]
    judged = pl.concat([years_of("s").with_columns(spart=pl.lit(value=False)), *frames])
    found = with_weak_series(judged, HALF_OF_THREE, pl.col("spart"), pl.lit("lav_base"))
    assert found.drop("_hide").equals(judged.drop("_hide"))
    was, is_ = judged["_hide"], found["_hide"]
    assert (was.is_null() | was.eq_missing(is_)).all()
    fresh = found.filter(was.is_null() & is_.is_not_null())
    assert set(fresh["_hide"]) <= {"lav_base"}
    assert not fresh["spart"].any()
    assert set(fresh["status"]) <= {"ok", "usikkert"}


@pytest.mark.parametrize("name", SERIES)
def test_each_figure_has_a_series_of_its_own(name: str) -> None:
    apart = pl.concat([years_of("ss"), years_of("--v", **{name: "y"})])
    assert weak_years(apart, HALF_OF_THREE).is_empty()


YEARS = {"brukerplan": (2015, 2017, 2019), "brukertilfredshet": (2017, 2019, 2021)}
Counts = tuple[int | None, int | None]


@pytest.mark.parametrize(
    ("survey", "indikator", "before", "last", "other", "arsak"),
    [
        pytest.param("brukerplan", "bostedslos", (3, 80), (30, 80), {}, "personvern", id="few most years"),
        pytest.param("brukerplan", "bostedslos", (30, 80), (31, 80), {}, None, id="many every year"),
        pytest.param("brukerplan", "kartlagte", (4, None), (30, None), {}, "personvern", id="a count"),
        pytest.param("brukerplan", "barn_snitt", (None, 5), (None, 40), {}, "lav_base", id="a mean"),
        pytest.param("brukerplan", "bostedslos", (3, 80), (0, 80), {}, None, id="nobody"),
        pytest.param("brukerplan", "bostedslos", (3, 80), (80, 80), {}, None, id="everybody"),
        pytest.param("brukerplan", "bolig_ukjent", (3, 80), (30, 80), {}, None, id="how many are not known of"),
        pytest.param("brukerplan", "bostedslos", (3, 80), (30, 80), {"regiontype": "land", "regionkode": "0"}, None,
                     id="the land"),
        pytest.param("brukerplan", "kommuner_kartlagt", (1, None), (30, None), {}, None, id="no persons"),
        pytest.param("brukertilfredshet", "tilfreds", (2, 9), (20, 40), {}, None, id="a kind without the rule"),
    ],
)  # fmt: skip
def test_the_last_of_three_years(
    contracts: Contracts, survey: str, indikator: str, before: Counts, last: Counts, other: dict[str, str],
    arsak: str | None,
) -> None:  # fmt: skip
    figures = [
        figure(survey, indikator, *counts, aar=aar, **other)
        for aar, counts in zip(YEARS[survey], (before, before, last), strict=True)
    ]
    assert protected(contracts, *figures)["arsak"].to_list()[-1] == arsak


def test_what_a_public_source_tells_is_not_hidden(contracts: Contracts) -> None:
    told = figure("indikatortall", "bp_kartlagte", 30, None, kilde="BrukerPlan 2015 (stolav.no/korus)")
    figures = [figure("brukerplan", "kartlagte", n, None, aar=aar) for n, aar in ((4, 2015), (4, 2017), (30, 2019))]
    assert protected(contracts, told, *figures)["arsak"].to_list()[-1] is None


def protected(contracts: Contracts, *figures: dict[str, object]) -> pl.DataFrame:
    catalogue, policy = load_catalogue(contracts.folder), load_policy(contracts.folder)
    return protect(cube_of(*figures), contracts, catalogue, policy, load_geography(contracts.folder / "reference"))


def test_a_change_in_an_earlier_wave_does_not_reach_a_published_one(contracts: Contracts) -> None:
    """Else a revision, or rows that are deleted, would take back what later waves have told."""
    catalogue, policy = load_catalogue(contracts.folder), load_policy(contracts.folder)
    geography = load_geography(contracts.folder / "reference")
    figures = [figure("brukerplan", "bostedslos", n, 80, aar=aar) for n, aar in ((4, 2015), (4, 2017), (30, 2019))]
    last = cube_of(*figures).filter(aar=2019)
    found = protect(cube_of(*figures), contracts, catalogue, policy, geography, published=last)
    assert found["status"].to_list() == ["skjult", "skjult", "ok"]

"""Each rule of the protection is needed: with all of them the attacker gets nothing, without one of them something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from pipelines.audit.attack import Audit
from pipelines.audit.judge import NUMBERS, Breach
from pipelines.contracts.model import SurveyKind
from pipelines.disclosure.policy import Policy
from pipelines.disclosure.reported import SCHEMA
from pipelines.published import POOL, Release, Status
from tests.support import proof
from tests.support.removed import (
    ASSESSED,
    DOUBT,
    HIDDEN_BESIDE,
    MEND,
    MENDED,
    NO_CACHE,
    POLICY,
    POOLED,
    SAID,
    TIED,
    Patches,
    derived_but,
    each_by_itself,
    judged_but,
    less,
    linked,
    none_found,
    nothing_done,
    nothing_struck,
    of_figures,
    of_hidden_counties,
    of_unprotected,
    only_counted,
    seen,
    struck_only,
    with_counts_only,
    without_sums_of_quantities,
    without_zeros,
)

KEY = ["indikator", "aar", "regiontype", "regionkode", "geografi", "basisgruppe", "inndeling", "kategori"]
MAPPING, SAMPLE, FIGURES = SurveyKind.MAPPING, SurveyKind.SAMPLE, SurveyKind.FIGURES


@pytest.fixture(scope="module", params=[TIED, MENDED])
def whole(request: pytest.FixtureRequest) -> tuple[proof.Made, Release, Audit]:
    made = proof.made(request.param)
    release = proof.released(made)
    return made, release, proof.attacked(made, release)


def test_with_all_rules_nothing_is_found(whole: tuple[proof.Made, Release, Audit]) -> None:
    _, _, found = whole
    assert found.passed, found.as_facts()


def test_there_is_something_of_everything_to_hide_and_to_show(whole: tuple[proof.Made, Release, Audit]) -> None:
    """Else a rule could be left out unseen, since there is nothing that it would strike."""
    made, release, _ = whole
    hidden, shown = (release.cube.filter(rule) for rule in (pl.col("arsak").is_not_null(), pl.col("arsak").is_null()))
    for table in (hidden, shown):
        assert set(table["geografi"]) == {"2024", "rapportert"}
        assert {"kommune", "fylke", "korus", "bydel", "gruppe"} <= set(table["regiontype"])
        assert set(table["basisgruppe"]) == {*proof.BASES}
    assert set(hidden["indikator"]) >= set(proof.CHOSEN[proof.MAPPING]) - {"kommuner_kartlagt"}
    assert {"fylke", POOL} <= set(shown["regiontype"])
    assert {Status.UNCERTAIN, Status.NO_DENOMINATOR} <= set(shown["status"])
    assert release.assessments.height > 0
    assert made.cube.filter(pl.col("teller") == 0, pl.col("nevner") > 0).height > 0


def test_nothing_is_left_in_what_is_hidden(whole: tuple[proof.Made, Release, Audit]) -> None:
    """Not even how its interval was made, which tells of a rate whether it is of fewer than ten."""
    _, release, _ = whole
    told = [*KEY, "status", "arsak", "kilde", "argang", "skjema", "syntetisk"]
    hidden = release.cube.filter(pl.col("status") == Status.HIDDEN).drop(told)
    assert {"teller", "nevner", "metode"} <= set(hidden.columns)
    assert hidden.null_count().row(0) == (hidden.height,) * hidden.width


def test_one_reason_is_told_of_all_that_a_kind_of_figure_hides(whole: tuple[proof.Made, Release, Audit]) -> None:
    """Else it would tell which of them are small, and which only stand beside such."""
    made, release, _ = whole
    means = {i.id for indicators in made.catalogue.values() for i in indicators if i.value}
    of = {i.id: survey for survey, indicators in made.catalogue.items() for i in indicators}
    told = release.cube.filter(pl.col("arsak").is_not_null()).with_columns(
        undersokelse=pl.col("indikator").replace_strict(of), snitt=pl.col("indikator").is_in(means)
    )
    assert told.group_by("undersokelse", "snitt").agg(pl.col("arsak").n_unique())["arsak"].to_list() == [1] * 4


Row = tuple[str, Patches, Policy | None, Breach]
PRIMARY: dict[str, Row] = {
    "small counts": (proof.MAPPING, {}, less(MAPPING, cell=None), Breach.CELL),
    "small counts that were counted elsewhere": (proof.REPORTED, {}, less(FIGURES, cell=None), Breach.CELL),
    "the last person of a small count": (proof.MAPPING, {}, less(MAPPING, cell=4), Breach.CELL),
    "small rests of a base": (proof.MAPPING, {"primary.small_cell": only_counted}, None, Breach.REST),
    "everybody or nobody of few": (proof.MAPPING, {}, less(MAPPING, homogeneous_base=None), Breach.HOMOGENEOUS),
    "what is sensitive": (proof.MAPPING, {"protect._is_sensitive": none_found}, None, Breach.HOMOGENEOUS),
    "few answers": (proof.SAMPLE, {}, less(SAMPLE, base=None), Breach.BASE),
    "means of few": (proof.MAPPING, {}, less(MAPPING, mean_base=None), Breach.MEAN_BASE),
    "shares without counts": (proof.REPORTED, {"protect.primary_reason": with_counts_only}, None, Breach.UNCOUNTED),
    "which units are of persons": (proof.REPORTED, {}, replace(POLICY, units_not_of_persons={"antall"}), Breach.CELL),
    "which sources are public": (proof.REPORTED, {}, replace(POLICY, public_sources={proof.OWN}), Breach.CELL),
    "figures on uncertain ground": (proof.MAPPING, judged_but(Status.UNCERTAIN), None, Breach.CELL),
    "figures of an empty base": (proof.MAPPING, judged_but(Status.NO_DENOMINATOR), None, Breach.RECOVERED),
    **{
        f"the {number} of what is hidden": (proof.SAMPLE, derived_but(number), None, Breach.NUMBER)
        for number in NUMBERS
    },
    "what is said of figures": (proof.SAMPLE, {ASSESSED: of_unprotected}, None, Breach.FOLLOWS),
    "what municipalities say": (proof.MAPPING, {SAID: lambda *_, **__: True}, None, Breach.NOTE),
    "pools of what is shown": (proof.SAMPLE, {POOLED: of_hidden_counties}, None, Breach.UNLINKED),
}
SECONDARY: dict[str, Row] = {
    name: (proof.MAPPING, patches, None, breach)
    for name, (patches, breach) in {
        "all that is hidden beside what is struck": ({HIDDEN_BESIDE: struck_only}, Breach.RECOVERED),
        "what only all sums tell": ({MEND: nothing_done, DOUBT: nothing_done}, Breach.RECOVERED),
        "that zeros are known": ({HIDDEN_BESIDE: seen(values=without_zeros)}, Breach.RECOVERED),
        "what is struck must not be computed": ({HIDDEN_BESIDE: seen(figures=nothing_struck)}, Breach.RECOVERED),
        "what figures leave between them": ({HIDDEN_BESIDE: seen(small=of_figures)}, Breach.DERIVED),
        "what counts are made up of": ({**NO_CACHE, "ties.make_up": each_by_itself}, Breach.RECOVERED),
        "sums of quantities": ({**NO_CACHE, "families._counted": without_sums_of_quantities}, Breach.RECOVERED),
        "a city is its districts": ({"wave._cities": lambda *_: []}, Breach.RECOVERED),
        "the other view is the same persons": ({"protect.links": linked(view="rapportert")}, Breach.RECOVERED),
        **{
            f"regions are sums of {parts}": ({"protect.links": linked(parts=parts)}, Breach.RECOVERED)
            for parts in ("korus 2024", "fylke 2024", "kommune 2024", "kommune rapportert")
        },
    }.items()
}

SECONDARY["all that is hidden beside few answers"] = (
    proof.SAMPLE, {HIDDEN_BESIDE: struck_only}, None, Breach.RECOVERED,
)  # fmt: skip


@pytest.mark.parametrize("survey", [proof.MAPPING, proof.SAMPLE, proof.REPORTED])
def test_nothing_shows_with_all_rules(survey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert without({}, None, of_one_base(proof.made(TIED), survey), monkeypatch) == set()


@pytest.mark.parametrize(
    ("survey", "patches", "policy", "breach"), [pytest.param(*row, id=name) for name, row in PRIMARY.items()]
)
def test_what_shows_without_a_rule(
    survey: str, patches: Patches, policy: Policy | None, breach: Breach, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = of_one_base(proof.made(TIED), survey)
    assert breach in without(patches, policy, made, monkeypatch)


LONG = {"what counts are made up of", "sums of quantities"}
"""What ties counts together is found anew."""


@pytest.mark.parametrize(
    ("survey", "patches", "policy", "breach"),
    [pytest.param(*row, id=name, marks=[pytest.mark.slow] if name in LONG else []) for name, row in SECONDARY.items()],
)
def test_what_can_be_computed_without_a_rule(
    survey: str, patches: Patches, policy: Policy | None, breach: Breach, monkeypatch: pytest.MonkeyPatch
) -> None:
    waves = (proof.made(seed).only(survey) for seed in (TIED, MENDED))
    assert any(breach in without(patches, policy, made, monkeypatch) for made in waves)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(None, id="none of them"),
        pytest.param("_cover", id="what makes up a count"),
        pytest.param("_tie", id="a zero's other parts"),
        pytest.param("_accompany", id="other places"),
    ],
)
def test_what_can_be_computed_without_a_step(step: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a wave that needs no mending, and without it, since it finds much of what the steps before it leave."""
    steps = {f"secondary._Work.{step}": nothing_done} if step else {}
    found = without({MEND: nothing_done, **steps}, None, proof.made(TIED).only(proof.MAPPING), monkeypatch)
    assert (Breach.RECOVERED in found) == bool(step)


def of_one_base(made: proof.Made, survey: str) -> proof.Made:
    """Fewer figures, for what is seen in each of them."""
    only, one = made.only(survey), {proof.MAPPING: "rus"}.get(survey, "alle")
    return replace(only, cube=only.cube.filter(pl.col("basisgruppe") == one))


def without(patches: Patches, policy: Policy | None, made: proof.Made, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The breaches that the attacker finds in what is protected with something left out."""
    with monkeypatch.context() as patch:
        for name, value in patches.items():
            patch.setattr(name if name.startswith(("pipelines", "tests")) else f"pipelines.disclosure.{name}", value)
        release = proof.released(made, policy)
    return {breach for breach, times in proof.attacked(made, release).breaches().items() if times}


def test_doubt_is_less_without_room(whole: tuple[proof.Made, Release, Audit], monkeypatch: pytest.MonkeyPatch) -> None:
    """How narrowly sums bound a small count is told beside the exact attack, which it does not fail."""
    made, _, found = whole
    for step in ("_widen", "loosen"):  # What one does not see to, the other mostly does.
        monkeypatch.setattr(f"pipelines.disclosure.secondary._Work.{step}", none_found)
    assert proof.attacked(made, proof.released(made)).bounds.narrow > found.bounds.narrow


def counted_elsewhere() -> proof.Made:
    """A municipality has counted itself what is hidden where it is computed."""
    made = proof.made(TIED)
    hidden = proof.released(made).cube.filter(
        pl.col("status") == Status.HIDDEN, pl.col("indikator") == "kartlagte", pl.col("regiontype") == "kommune"
    )
    same = {"undersokelse": proof.REPORTED, "indikator": "bp_kartlagte", "kilde": proof.OWN}
    counted = made.cube.join(hidden.head(1), on=KEY, how="semi").with_columns(
        pl.lit(v).alias(k) for k, v in same.items()
    )
    return replace(made, cube=pl.concat([made.cube, counted]))


def small_count_of_ones_own() -> proof.Made:
    """Men and all of them tell the women, who are three."""
    made = proof.made(TIED).only(proof.REPORTED)
    by_sex = {"mann": 37, "kvinne": 3}
    few = pl.when(pl.col("indikator") == "bp_kartlagte").then(
        pl.col("kategori").replace_strict(by_sex, default=pl.col("teller"), return_dtype=pl.Int64)
    )
    return replace(made, cube=made.cube.with_columns(teller=few.otherwise("teller")))


@pytest.mark.parametrize(
    ("make", "patches"),
    [
        pytest.param(counted_elsewhere, {"twins.Twins.beside": lambda _, judged, __: judged}, id="the same figure"),
        pytest.param(
            small_count_of_ones_own,
            {"protect.beside_reported": lambda *_: pl.DataFrame(schema=SCHEMA)},
            id="what adds up in a delivery",
        ),
    ],
)
def test_what_reported_figures_give_away(
    make: Callable[[], proof.Made], patches: Patches, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make()
    assert without({}, None, made, monkeypatch) == set()
    assert Breach.RECOVERED in without(patches, None, made, monkeypatch)

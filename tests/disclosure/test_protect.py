"""A hidden figure takes everything derived with it; what is not about persons, or is public already, is shown."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import load_policy
from pipelines.disclosure.protect import DERIVED, protect, public_figures
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from tests.support.unprotected import cube_of, figure

Rules = Callable[[pl.DataFrame], pl.DataFrame]


@pytest.fixture(scope="module")
def protected(contracts: Contracts) -> Rules:
    """Protection by this repository's own contracts, catalogue and policy."""
    catalogue, policy = load_catalogue(contracts.folder), load_policy(contracts.folder)
    geography = load_geography(contracts.folder / "reference")
    return lambda cube: protect(cube, contracts, catalogue, policy, geography)


@pytest.mark.parametrize(
    ("survey", "indikator", "teller", "nevner", "status", "arsak"),
    [
        ("brukerplan", "bostedslos", 3, 80, "skjult", "personvern"),
        ("brukerplan", "bostedslos", 77, 80, "skjult", "personvern"),
        ("brukerplan", "bostedslos", 5, 80, "ok", None),
        ("brukerplan", "kartlagte_per_1000", 4, 5_000, "skjult", "personvern"),
        ("brukerplan", "kartlagte_per_1000", 5, 5_000, "ok", None),
        ("brukerplan", "bostedslos", 0, 80, "ok", None),
        ("brukerplan", "bostedslos", 0, 12, "skjult", "personvern"),
        ("brukerplan", "kvinner", 0, 12, "ok", None),
        ("brukerplan", "kartlagte", 4, None, "skjult", "personvern"),
        ("brukerplan", "kommuner_kartlagt", 1, None, "ok", None),
        ("brukertilfredshet", "tilfreds", 2, 9, "skjult", "lav_base"),
        ("brukertilfredshet", "tilfreds", 2, 10, "ok", None),
        ("brukertilfredshet", "svar", 9, None, "skjult", "lav_base"),
    ],
)
def test_rules_by_survey(
    protected: Rules, survey: str, indikator: str, teller: int, nevner: int | None, status: str, arsak: str | None
) -> None:
    row = protected(cube_of(figure(survey, indikator, teller, nevner))).row(0, named=True)
    assert (row["status"], row["arsak"]) == (status, arsak)
    if status == "skjult":
        assert [row[name] for name in DERIVED] == [None] * len(DERIVED)


@pytest.mark.parametrize(
    ("kilde", "teller", "nevner", "status"),
    [
        pytest.param("Brukertilfredshetsevalueringen (stolav.no/korus)", 3, 40, "ok", id="public already"),
        pytest.param("Vår kommune", 3, 40, "skjult", id="a municipality's own small count"),
        pytest.param("Vår kommune", 10, 40, "ok", id="its own large count"),
        pytest.param("Vår kommune", None, None, "skjult", id="a share without its counts"),
    ],
)
def test_reported_figures(protected: Rules, kilde: str, teller: int | None, nevner: int | None, status: str) -> None:
    cube = cube_of(figure("indikatortall", "bp_bostedslos", teller, nevner, kilde=kilde))
    assert protected(cube)["status"].to_list() == [status]


@pytest.mark.parametrize(
    ("kilde", "teller", "known"),
    [
        pytest.param("BrukerPlan 2015 (stolav.no/korus)", 30, ["kartlagte"], id="published by its source"),
        pytest.param("Vår kommune", 30, [], id="a municipality's own"),
        pytest.param("BrukerPlan 2015 (stolav.no/korus)", None, [], id="a share without its counts"),
    ],
)
def test_what_is_public_anyhow(contracts: Contracts, kilde: str, teller: int | None, known: list[str]) -> None:
    catalogue, policy = load_catalogue(contracts.folder), load_policy(contracts.folder)
    figures = cube_of(
        figure("indikatortall", "bp_kartlagte", teller, None, kilde=kilde), figure("brukerplan", "kartlagte", 30, None)
    )
    assert public_figures(figures, catalogue, policy)["indikator"].to_list() == known


def test_order_and_other_statuses_stand(protected: Rules) -> None:
    rng = random.Random(1)
    of_either = [("brukerplan", "bostedslos"), ("brukertilfredshet", "tilfreds")]
    figures = [
        figure(*rng.choice(of_either), teller, teller + rng.randint(0, 30), regionkode=str(n))
        for n, teller in enumerate(rng.choices(range(31), k=200))
    ]
    figures += [figure("brukerplan", "bostedslos", None, None, status="ikke_mottatt", regionkode="x")]
    cube = protected(cube_of(*figures))
    assert cube["regionkode"].to_list() == [f["regionkode"] for f in figures]
    assert cube.row(-1, named=True)["status"] == "ikke_mottatt"


def test_a_survey_without_a_contract_stops(protected: Rules) -> None:
    with pytest.raises(ValueError, match="uten kontrakt"):
        protected(cube_of(figure("ukjent", "bostedslos", 30, 80)))


def test_a_small_figure_on_uncertain_ground_is_hidden_like_any_other(protected: Rules) -> None:
    uncertain = [figure("brukerplan", "bostedslos", n, 80, status="usikkert", regionkode=f"{n}") for n in (3, 30)]
    shown = protected(cube_of(*uncertain))
    assert shown["status"].to_list() == ["skjult", "usikkert"]
    assert shown["teller"].to_list() == [None, 30]

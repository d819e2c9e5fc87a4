"""A published wave is shown and hidden as it was, until something in it changes or a rule strikes what it shows."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import load_policy
from pipelines.disclosure.protect import protect
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from tests.support import proof
from tests.support.removed import POLICY, TIED, nothing_done
from tests.support.unprotected import cube_of, figure


def housed(teller: int, code: str, aar: int = 2019) -> dict[str, object]:
    return figure("brukerplan", "bostedslos", teller, 80, regionkode=code, aar=aar)


FIRST, SECOND = housed(30, "1103"), housed(31, "1106")
HIDDEN = {"status": "skjult", "arsak": "personvern", "teller": None, "nevner": None, "verdi": None}


def again(contracts: Contracts, now: list[dict[str, object]], before: pl.DataFrame) -> list[str]:
    catalogue, geography = load_catalogue(contracts.folder), load_geography(contracts.folder / "reference")
    policy = load_policy(contracts.folder)
    return protect(cube_of(*now), contracts, catalogue, policy, geography, published=before)["status"].to_list()


def with_hidden(figures: list[dict[str, object]], code: str) -> pl.DataFrame:
    """As if the figures of one municipality had been hidden when they were published."""
    hide = pl.col("regionkode") == code
    return cube_of(*figures).with_columns(
        pl.when(hide).then(pl.lit(value)).otherwise(name).alias(name) for name, value in HIDDEN.items()
    )


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        pytest.param([FIRST, SECOND], with_hidden([FIRST, SECOND], "1106"), ["ok", "skjult"], id="stands"),
        pytest.param([FIRST, SECOND], with_hidden([FIRST, SECOND], "1106").clear(), ["ok", "ok"], id="not published"),
        pytest.param([FIRST, SECOND], with_hidden([housed(29, "1103"), SECOND], "1106"), ["ok", "ok"],
                     id="a figure is another"),
        pytest.param([FIRST, SECOND], with_hidden([SECOND], "1106"), ["ok", "ok"], id="a figure is new"),
        pytest.param([SECOND], with_hidden([FIRST, SECOND], "1106"), ["skjult"], id="a figure is gone"),
        pytest.param([housed(3, "1103"), SECOND], with_hidden([housed(3, "1103"), SECOND], "1106"), ["skjult", "ok"],
                     id="a rule strikes what is shown"),
        pytest.param([FIRST, SECOND, housed(32, "1106", 2017)], with_hidden([housed(32, "1106", 2017)], "1106"),
                     ["ok", "ok", "skjult"], id="one wave of two"),
    ],
)  # fmt: skip
def test_what_stands(
    contracts: Contracts, now: list[dict[str, object]], before: pl.DataFrame, expected: list[str]
) -> None:
    assert again(contracts, now, before) == expected


def test_reported_figures_do_not_stand(contracts: Contracts) -> None:
    own = figure("indikatortall", "bp_bostedslos", 30, 80, kilde="Vår kommune")
    assert again(contracts, [own], with_hidden([own], "1103")) == ["ok"]


def test_a_wave_that_stands_is_not_protected_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = proof.made(TIED).only(proof.MAPPING)
    asked = (made.cube, made.contracts, made.catalogue, POLICY, made.geography)
    before = protect(*asked)
    monkeypatch.setattr("pipelines.disclosure.protect.secondary", nothing_done)
    assert protect(*asked, published=before).equals(before)

"""The attacker on a release made to leak: what it must find, and what it must not claim."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipelines.audit.attack import Audit, audit
from pipelines.audit.limits import load_limits
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.published import Release, open_release
from tests.support.release import CONTRACTS, RELEASE, write_release

COUNTS = {"mann": 7, "kvinne": 3, "alle": 10}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    releases = tmp_path_factory.mktemp("audit")
    write_release(releases, municipalities=("1103",))
    return open_release(releases, RELEASE)


def release_of(made: Release, hidden: set[str]) -> Release:
    """One district with men, women and the whole; those of `hidden` are hidden."""
    shape = made.cube.filter(pl.col("indikator") == "kartlagte", pl.col("kilde") == "beregnet").head(1)
    rows = [
        shape.with_columns(
            aar=pl.lit(2019, pl.Int64), regiontype=pl.lit("bydel"), regionkode=pl.lit("030101"),
            geografi=pl.lit("2024"), basisgruppe=pl.lit("alle"),
            inndeling=pl.lit("alle" if name == "alle" else "kjonn"), kategori=pl.lit(name),
            teller=pl.lit(None if name in hidden else count, pl.Int64), nevner=pl.lit(None, pl.Int64),
            verdi=pl.lit(None, pl.Float64), status=pl.lit("skjult" if name in hidden else "ok"),
        )
        for name, count in COUNTS.items()
    ]  # fmt: skip
    return replace(made, cube=pl.concat(rows))


def attacked(release: Release) -> Audit:
    geography = load_geography(CONTRACTS / "reference")
    return audit(release, load_contracts(CONTRACTS), load_catalogue(CONTRACTS), geography, load_limits(CONTRACTS))


@pytest.mark.parametrize(
    ("hidden", "recovered"),
    [
        pytest.param({"kvinne"}, 1, id="by subtraction"),
        pytest.param({"kvinne", "mann"}, 0, id="both sexes hidden"),
        pytest.param({"kvinne", "alle"}, 0, id="the whole hidden too"),
        pytest.param({"alle"}, 1, id="as a sum"),
    ],
)
def test_what_is_recovered(made: Release, hidden: set[str], recovered: int) -> None:
    found = attacked(release_of(made, hidden))
    assert (found.total("skjult"), found.total("provd"), found.total("gjenskapt")) == (len(hidden),) * 2 + (recovered,)
    assert found.passed == (recovered == 0)
    assert found.broken == 0


@pytest.mark.parametrize(
    ("hidden", "whole"),
    [
        pytest.param({"kvinne", "mann"}, 0, id="what is broken down is not whole"),
        pytest.param({"kvinne", "alle"}, 1, id="the whole hidden"),
    ],
)
def test_how_many_whole_figures_of_each_kind_of_place_are_hidden(made: Release, hidden: set[str], whole: int) -> None:
    told = attacked(release_of(made, hidden)).whole.filter(regiontype="bydel")
    assert told.rows() == [("brukerplan", 2019, "bydel", "2024", 1, whole)]


def test_a_mean_that_is_shown_is_a_whole_figure(made: Release) -> None:
    release = release_of(made, set())
    mean = release.cube.filter(kategori="alle").with_columns(
        indikator=pl.lit("barn_snitt"), teller=pl.lit(None, pl.Int64), nevner=pl.lit(20, pl.Int64)
    )
    told = attacked(replace(release, cube=pl.concat([release.cube, mean]))).whole.filter(regiontype="bydel")
    assert told.rows() == [("brukerplan", 2019, "bydel", "2024", 2, 0)]


def test_figures_that_contradict_each_other_prove_nothing(made: Release) -> None:
    release = release_of(made, set())
    wrong = release.cube.with_columns(teller=pl.when(kategori="mann").then(8).otherwise("teller"))
    found = attacked(replace(release, cube=wrong))
    assert found.broken > 0
    assert not found.passed


def test_a_percentage_shown_without_its_counts_gives_them_away(made: Release) -> None:
    shape = release_of(made, {"kvinne"}).cube.tail(1)
    leak = shape.with_columns(
        indikator=pl.lit("kvinner"), inndeling=pl.lit("alle"), kategori=pl.lit("alle"), status=pl.lit("ok"),
        teller=pl.lit(None, pl.Int64), nevner=pl.lit(10, pl.Int64), verdi=pl.lit(30.0),
    )  # fmt: skip
    hidden = release_of(made, {"kvinne", "mann"}).cube
    found = attacked(replace(made, cube=pl.concat([hidden, leak])))
    assert found.total("gjenskapt") == 2


def test_no_figure_of_the_catalogue_need_have_been_published(made: Release) -> None:
    catalogue = {
        survey: tuple(i.model_copy(update={"published_as": None}) for i in held)
        for survey, held in load_catalogue(CONTRACTS).items()
    }
    geography, contracts = load_geography(CONTRACTS / "reference"), load_contracts(CONTRACTS)
    found = audit(release_of(made, {"kvinne"}), contracts, catalogue, geography, load_limits(CONTRACTS))
    assert found.total("gjenskapt") == 1

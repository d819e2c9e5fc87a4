"""The attacker on a survey that is rounded: every number that is not of the counts rounded once is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl
import pytest
from scipy.stats import binomtest

from pipelines.audit.attack import audit
from pipelines.audit.limits import load_limits
from pipelines.audit.rounding import unrounded
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.published import Release, open_release
from pipelines.published.files import COLUMNS
from tests.support.release import CONTRACTS, RELEASE, write_release

SURVEY, WAVE = "ettervern", "ettervern|2018"
PUBLIC = "Sykehuset (publisert)"
SAME = {"indikator": "ev_tilbakefall_12"}
"""The reported figure that is the same as `tilbakefall_12`."""
LOW, HIGH = (100 * limit for limit in binomtest(12, 30).proportion_ci(method="wilson"))
FIGURE = {
    "indikator": "tilbakefall_12", "aar": 2018, "regiontype": "kommune", "regionkode": "1103", "geografi": "2024",
    "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle", "teller": 12, "nevner": 30, "verdi": 40.0,
    "ki_lav": LOW, "ki_hoy": HIGH, "metode": "wilson", "status": "ok", "kilde": "beregnet", "skjema": "1",
    "syntetisk": True, "avrundet": 3,
}  # fmt: skip
EMPTY = {"teller": None, "nevner": None, "verdi": None, "ki_lav": None, "ki_hoy": None, "metode": None}
COUNT = EMPTY | {"indikator": "ettervern_fulgt", "teller": 45, "verdi": 45.0}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    releases = tmp_path_factory.mktemp("avrundet")
    write_release(releases, municipalities=("1103",))
    release = open_release(releases, RELEASE)
    owned = release.indicators.head(1).with_columns(indikator=pl.lit("tilbakefall_12"), undersokelse=pl.lit(SURVEY))
    return replace(release, indicators=owned)


def release_of(made: Release, rows: Iterable[dict[str, object]], parts: str = "a") -> Release:
    cube = pl.DataFrame([FIGURE | row for row in rows], schema=pl.Schema(COLUMNS["cube"]))
    origin = {"bolger": {WAVE: {"deler": parts}}}
    return replace(made, cube=cube, manifest=replace(made.manifest, opphav=origin))


def told(release: Release, *earlier: Release, base: int | None = 3) -> list[str]:
    catalogue = load_catalogue(CONTRACTS)
    indicators = [i for i in catalogue[SURVEY] if not i.counts]
    found = unrounded(release, earlier, indicators, base, [PUBLIC])
    assert found.columns == ["aar", "geografi", "regiontype", "regionkode", "hva", "brudd"]
    return found["brudd"].to_list()


@pytest.mark.parametrize(
    ("figure", "found"),
    [
        pytest.param({}, False, id="rounded"),
        pytest.param(COUNT, False, id="a rounded count"),
        pytest.param(EMPTY | {"teller": 0, "nevner": 0, "status": "ingen_nevner"}, False, id="nobody is left"),
        pytest.param(EMPTY | {"status": "skjult", "avrundet": None}, False, id="nothing is told"),
        pytest.param({"avrundet": None}, True, id="not said to be"),
        pytest.param({"avrundet": 5}, True, id="to something else"),
        pytest.param({"teller": 13, "verdi": 1300 / 30}, True, id="an exact numerator"),
        pytest.param({"nevner": 31, "verdi": 1200 / 31}, True, id="an exact base"),
        pytest.param(COUNT | {"teller": 1, "verdi": 1.0}, True, id="a small count"),
        pytest.param({"verdi": 1100 / 29}, True, id="a share of exact counts"),
        pytest.param(COUNT | {"verdi": 44.0}, True, id="an exact count as the value"),
        pytest.param({"ki_hoy": 58.5}, True, id="an interval of exact counts"),
        pytest.param(EMPTY | {"verdi": 40.0}, True, id="a share without its counts"),
    ],
)
def test_each_figure(made: Release, figure: dict[str, object], found: bool) -> None:
    assert told(release_of(made, [figure])) == ["uavrundet"] * found


@pytest.mark.parametrize(
    ("reported", "found"),
    [
        pytest.param({"kilde": "Kommunen selv", "avrundet": None} | SAME, True, id="from the municipality"),
        pytest.param({"kilde": PUBLIC, "avrundet": None} | SAME, False, id="public already"),
        pytest.param({"kilde": "Kommunen selv", "avrundet": None, "regionkode": "1102"} | SAME, False, id="of another"),
        pytest.param(EMPTY | {"kilde": "Kommunen selv", "avrundet": None} | SAME, False, id="without a number"),
    ],
)  # fmt: skip
def test_a_reported_figure_that_is_the_same(made: Release, reported: dict[str, object], found: bool) -> None:
    assert told(release_of(made, [{}, reported])) == ["uavrundet"] * found


@pytest.mark.parametrize(
    ("before", "parts", "found"),
    [
        pytest.param({}, "a", [], id="the same"),
        pytest.param({"aar": 2019, "avrundet": None}, "a", [], id="another wave"),
        pytest.param({"avrundet": None, "teller": 11}, "a", ["publisert_annerledes"], id="exact"),
        pytest.param(EMPTY | {"status": "skjult", "avrundet": None}, "a", ["publisert_annerledes"], id="hidden"),
        pytest.param({"teller": 9, "verdi": 30.0}, "a", ["avrundet_pa_nytt"], id="rounded in another way"),
        pytest.param({"teller": 9, "verdi": 30.0}, "b", [], id="other persons"),
    ],
)  # fmt: skip
def test_an_earlier_release(made: Release, before: dict[str, object], parts: str, found: list[str]) -> None:
    assert told(release_of(made, [{}]), release_of(made, [before], parts)) == found


@pytest.mark.parametrize(
    ("before", "found"),
    [({}, ["publisert_annerledes"]), ({"avrundet": None}, []), ({"avrundet": None, "teller": 11}, [])],
)
def test_a_survey_that_is_rounded_no_more(made: Release, before: dict[str, object], found: list[str]) -> None:
    now = release_of(made, [{"avrundet": None, "teller": 13}])
    assert told(now, release_of(made, [before]), base=None) == found
    assert told(now, base=None) == []


@pytest.mark.parametrize(
    ("men", "breaches", "broken"),
    [pytest.param(15, {}, False, id="adds"), pytest.param(18, {}, True, id="contradicts"),
     pytest.param(16, {"uavrundet": 1}, True, id="exact")],
)  # fmt: skip
def test_the_whole_attack(made: Release, men: int, breaches: dict[str, int], broken: bool) -> None:
    sexes = [COUNT | {"inndeling": "kjonn", "kategori": sex, "teller": n, "verdi": float(n)}
             for sex, n in (("mann", men), ("kvinne", 30))]  # fmt: skip
    took_part = made.coverage.head(1).with_columns(
        undersokelse=pl.lit(SURVEY), aar=pl.lit(2018, pl.Int64), regiontype=pl.lit("kommune"),
        regionkode=pl.lit("1103"), geografi=pl.lit("rapportert"), kommuner_med=pl.lit(1, pl.Int64),
    )  # fmt: skip
    release = replace(release_of(made, [COUNT, *sexes]), coverage=took_part, notes=made.notes.clear())
    release = replace(release, assessments=made.assessments.clear())
    limits = replace(load_limits(CONTRACTS), rounded={SURVEY: 3})
    geography = load_geography(CONTRACTS / "reference")
    found = audit(release, load_contracts(CONTRACTS), load_catalogue(CONTRACTS), geography, limits)
    assert {name: n for name, n in found.breaches().items() if n} == breaches
    assert (found.broken > 0) == broken
    assert found.passed == (not breaches and not broken)

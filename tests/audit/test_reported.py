"""Figures that arrive already counted: what their sums, and computed figures that are the same, give away."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.audit.limits import Rules
from pipelines.audit.recover import Attacked
from pipelines.audit.reported import attack_reported, told_elsewhere
from pipelines.geography import Geography
from pipelines.geography.delivered import DeliveredLinks

SUMS = [{"rus": ("rop", "uten")}]
SCHEMA = {
    **dict.fromkeys(["indikator", "geografi", "regiontype", "regionkode", "basisgruppe", "inndeling", "kategori"],
                    pl.String),
    "kilde": pl.String, "argang": pl.String, "aar": pl.Int64, "status": pl.String,
    **dict.fromkeys(["teller", "nevner"], pl.Int64), **dict.fromkeys(["verdi", "ki_lav", "ki_hoy"], pl.Float64),
}  # fmt: skip
Figure = dict[str, object]


def figure(teller: int | None, nevner: int | None = None, **other: object) -> Figure:
    """A figure of a municipality; hidden where it has no numerator."""
    return {"indikator": "bp", "aar": 2019, "regiontype": "kommune", "regionkode": "1103", "geografi": "2024",
            "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle", "kilde": "Vår kommune", "argang": "2020",
            "status": "ok" if teller is not None else "skjult", "teller": teller, "nevner": nevner,
            "verdi": None if teller is None else float(teller)} | other  # fmt: skip


def sex(kategori: str, teller: int | None, **other: object) -> Figure:
    return figure(teller, inndeling="kjonn", kategori=kategori, **other)


def cube(*figures: Figure) -> pl.DataFrame:
    return pl.DataFrame(list(figures), schema=SCHEMA)


def at(code: str, teller: int | None, **other: object) -> Figure:
    return figure(teller, regionkode=code, geografi="rapportert", **other)


def county(teller: int | None, **other: object) -> Figure:
    return figure(teller, regiontype="fylke", geografi="rapportert", **{"regionkode": "11"} | other)


def land(teller: int) -> Figure:
    return figure(teller, regiontype="land", regionkode="0")


def counties(*first: int | None) -> list[Figure]:
    """All counties of 2024, the first ones with these numbers."""
    codes = ("42", "03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "46", "50", "55", "56")
    numbers = [*first, *[60] * len(codes)]
    return [figure(n, regiontype="fylke", regionkode=code) for n, code in zip(numbers, codes, strict=False)]


@pytest.fixture(scope="module")
def places(geography: Geography) -> DeliveredLinks:
    return DeliveredLinks(geography, [2019])


def attacked(places: DeliveredLinks, figures: list[Figure], *known: Figure) -> Attacked:
    return attack_reported(cube(*figures), cube(*known), SUMS, places, Rules(cell=5))


@pytest.mark.parametrize(
    ("figures", "recovered"),
    [
        pytest.param([figure(40), sex("mann", 37), sex("kvinne", None)], 1, id="a category by subtraction"),
        pytest.param([figure(40), sex("mann", None), sex("kvinne", None)], 0, id="two categories"),
        pytest.param(
            [figure(40, basisgruppe="rus"), figure(37, basisgruppe="rop"), figure(None, basisgruppe="uten")], 1,
            id="a base group by subtraction",
        ),
        pytest.param([figure(40, basisgruppe="rus"), figure(None, basisgruppe="uten")], 0, id="a part is not there"),
        pytest.param([figure(40), sex("kvinne", None)], 0, id="one category is not all of them"),
        pytest.param(
            [figure(40), sex("mann", 37), sex("kvinne", 0), sex("ukjent", None)], 0, id="how few are not known is told"
        ),
        pytest.param([county(43), at("1103", None), at("1102", 40)], 1, id="the last of few in a county"),
        pytest.param([county(90), at("1103", None), at("1102", 40)], 0, id="many more in the county"),
        pytest.param(
            [county(43), at("1103", None), at("1102", 40),
             county(90, kategori="mann"), at("1103", 20, kategori="mann"), at("1102", 40, kategori="mann")],
            0, id="a county that is more than what is delivered of it",
        ),
        pytest.param([land(900), *counties(None)], 1, id="the last county of the land"),
        pytest.param([land(900), *counties(None)[:-1]], 0, id="one of two counties that are lacking"),
        pytest.param([land(900), *counties(None, None)], 0, id="two counties of the land"),
        pytest.param([at("0301", None), county(40, regionkode="03")], 1, id="one place by two names"),
        pytest.param(
            [figure(40), sex("mann", 37), sex("kvinne", None, argang="2021")], 0, id="another vintage is another count"
        ),
        pytest.param(
            [figure(40), sex("mann", 37), sex("kvinne", None),
             *(f | {"regionkode": "5001"} for f in (figure(90), sex("mann", 50), sex("kvinne", 30)))],
            0, id="categories that do not add up elsewhere",
        ),
    ],
)  # fmt: skip
def test_what_a_delivery_gives_away(figures: list[Figure], recovered: int, places: DeliveredLinks) -> None:
    found = attacked(places, figures)
    assert found.broken == 0
    assert found.hidden["provd"].all()
    assert found.hidden["gjenskapt"].sum() == recovered
    assert found.findings.height == recovered


def test_the_same_figure_shown_elsewhere_gives_it_away(places: DeliveredLinks) -> None:
    found = attacked(places, [figure(None)], figure(3, kilde="beregnet"))
    assert found.hidden["gjenskapt"].all()
    assert told_elsewhere(cube(figure(None, kilde="beregnet")), cube(figure(3))).height == 1
    assert told_elsewhere(cube(figure(None, kilde="beregnet")), cube(figure(None))).is_empty()


@pytest.mark.parametrize(
    ("shown", "breach"),
    [
        (figure(3), "celle"), (figure(38, 40), "komplement"), (figure(0, 40), None), (figure(20, 40), None),
        (figure(None, status="ok", verdi=12.5), "uten_tellinger"), (figure(None, verdi=12.5), "tall_ved_skjult"),
    ],
)  # fmt: skip
def test_what_is_shown_is_judged(shown: Figure, breach: str | None, places: DeliveredLinks) -> None:
    found = attacked(places, [shown]).findings
    assert found["brudd"].to_list() == ([breach] if breach else [])

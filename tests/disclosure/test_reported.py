"""Beside a hidden figure that arrived counted, what adds up with it goes, and so does the same figure computed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.audit.judge import Breach
from pipelines.contracts.repository import load_contracts
from pipelines.disclosure.protect import protect
from pipelines.published import Release
from pipelines.warehouse.cube import SCHEMA
from tests.support import proof
from tests.support.release import CONTRACTS
from tests.support.removed import POLICY, TIED

Figure = dict[str, object]
# Of 2019: two of the county 11, which had 26, and the only one of Oslo.
ROUNDED = "ettervern"
COUNTIES = ("42", "03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "46", "50", "55", "56")
ONE, OTHER, OSLO = "1103", "1102", "0301"


def counted(teller: int | None, nevner: int | None = None, **other: object) -> Figure:
    """A municipality's own count of everybody mapped."""
    base: Figure = dict.fromkeys(SCHEMA)
    base |= {"undersokelse": proof.REPORTED, "indikator": "bp_kartlagte", "aar": proof.YEAR, "regiontype": "kommune",
             "regionkode": ONE, "geografi": "rapportert", "basisgruppe": "alle", "inndeling": "alle",
             "kategori": "alle", "kilde": proof.OWN, "argang": "2020", "status": "ok", "syntetisk": True,
             "teller": teller, "nevner": nevner, "verdi": None if teller is None else float(teller)}  # fmt: skip
    return base | other


def sex(kategori: str, teller: int | None, nevner: int | None = None, **other: object) -> Figure:
    return counted(teller, nevner, inndeling="kjonn", kategori=kategori, **other)


def at(code: str, teller: int | None, **other: object) -> Figure:
    return counted(teller, regionkode=code, **other)


def county(teller: int | None, **other: object) -> Figure:
    return counted(teller, regiontype="fylke", regionkode="11", **other)


def computed(teller: int | None, **other: object) -> Figure:
    """The same figure, computed from the rows of persons."""
    return counted(teller, undersokelse=proof.MAPPING, indikator="kartlagte", kilde="beregnet", argang=None) | other


def released(*figures: Figure) -> tuple[Release, bool]:
    """What is shown of `figures`, and whether it withstands the attack."""
    made = proof.made(TIED)
    surveys = made.contracts.surveys | {ROUNDED: load_contracts(CONTRACTS).surveys[ROUNDED]}
    contracts = replace(made.contracts, surveys=surveys)
    only = replace(made, contracts=contracts, cube=pl.DataFrame(list(figures), schema=SCHEMA))
    shown = protect(only.cube, contracts, only.catalogue, POLICY, only.geography)
    release = replace(nothing_released(), cube=shown.drop("undersokelse"))
    found = proof.attacked(only, release)
    # Nobody has said who took part, so that the places of computed figures are not known.
    breaches = found.findings.filter(pl.col("brudd") != Breach.UNLINKED)
    return release, breaches.is_empty() and found.broken == 0 and found.total("provd") == found.total("skjult")


@cache
def nothing_released() -> Release:
    return proof.released(replace(proof.made(TIED), cube=pl.DataFrame(schema=SCHEMA)))


def hidden(release: Release) -> list[bool]:
    return (release.cube["teller"].is_null() & release.cube["verdi"].is_null()).to_list()


CASES = {
    "nothing is small": ([counted(40), sex("mann", 25), sex("kvinne", 15)], {""}),
    "a category": ([counted(40), sex("mann", 37), sex("kvinne", 3)], {"x.x", ".xx"}),
    "the base of a category": (
        [counted(20, 80), sex("mann", 17, 60), sex("kvinne", 3, 20)],
        {"x.x", ".xx"},
    ),
    "a category that the delivery itself hides": (
        [counted(40), sex("mann", 37), sex("kvinne", None, status="skjult", arsak="personvern")],
        {"x.x", ".xx"},
    ),
    "categories that do not add up": (
        [counted(40), sex("mann", 37), sex("kvinne", 3),
         *(f | {"regionkode": OTHER} for f in (counted(90), sex("mann", 50), sex("kvinne", 30)))],
        {"x.x...", ".xx..."},
    ),
    "one category of two": ([counted(40), sex("mann", 37)], {"x.", ".x"}),
    "persons who are only not known": (
        [counted(40), sex("mann", 20), sex("kvinne", 17), sex("ukjent", 3)], {"...x"},
    ),
    "a base group": (
        [counted(40), counted(37, basisgruppe="rus"), counted(3, basisgruppe="kun_psykisk")], {"x.x", ".xx"},
    ),
    "what a base group leaves": ([counted(40), counted(37, basisgruppe="rus")], {"x.", ".x"}),
    "a municipality of the county": ([county(43), at(ONE, 3), at(OTHER, 40)], {".xx"}),
    "a municipality of a larger county": ([county(300), at(ONE, 3), at(OTHER, 40)], {".x."}),
    "a municipality that is almost the rest of the county": ([county(45), at(ONE, 3), at(OTHER, 40)], {".xx"}),
    "a county of the land": (
        [counted(900, regiontype="land", regionkode="0", geografi="2024"),
         *(counted((3, 20, *[60] * 13)[n], regiontype="fylke", regionkode=code, geografi="2024")
           for n, code in enumerate(COUNTIES))],
        {".xx" + "." * 13},
    ),
    "one place by two names": (
        [at(OSLO, 3), counted(3, regiontype="fylke", regionkode="03")], {"xx"},
    ),
    "another vintage": ([county(43), at(ONE, 3), at(OTHER, 40, argang="2021")], {".x."}),
    "a source that is public": (
        [f | {"kilde": "BrukerPlan 2015 (stolav.no/korus)"} for f in (county(43), at(ONE, 3), at(OTHER, 40))], {"..."},
    ),
    "figures of no persons": (
        [f | {"indikator": "bp_kommuner"} for f in (county(43), at(ONE, 3), at(OTHER, 40))], {"..."},
    ),
    "the same figure computed": ([counted(3), computed(12)], {"xx"}),
    "the same figure reported": ([counted(12), computed(3)], {"xx"}),
    "the same figure of a public source": (
        [counted(12, kilde="BrukerPlan 2015 (stolav.no/korus)"), computed(12)], {".."},
    ),
    "what tells the same figure": (
        [computed(3), counted(40), sex("mann", 30), sex("kvinne", 10)], {"xxx.", "xx.x"},
    ),
    "what is computed beside the same figure": (
        [sex("kvinne", 3), computed(40), computed(20, inndeling="kjonn", kategori="mann"),
         computed(20, inndeling="kjonn", kategori="kvinne")],
        {"xx.x", "x.xx"},
    ),
    "what is reported beside what is computed beside the same figure": (
        [sex("kvinne", 3), sex("mann", 30, argang="2021"), counted(33, argang="2021"), sex("kvinne", 3, argang="2021"),
         computed(40), computed(20, inndeling="kjonn", kategori="mann"),
         computed(20, inndeling="kjonn", kategori="kvinne")],
        {"xx.x.xx", "x.xxx.x"},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("figures", "expected"), [pytest.param(*case, id=name) for name, case in CASES.items()])
def test_what_is_hidden_beside(figures: list[Figure], expected: set[str]) -> None:
    release, withstands = released(*figures)
    shown = "".join("x" if gone else "." for gone in hidden(release))
    assert shown in {each or "." * len(figures) for each in expected}
    assert withstands


def test_one_reason_is_told() -> None:
    release, _ = released(counted(40), sex("mann", 37), sex("kvinne", 3))
    assert release.cube.filter(pl.col("status") == "skjult")["arsak"].unique().to_list() == ["personvern"]


def test_a_rounded_figure_is_not_told_exactly_by_another() -> None:
    rounded = computed(21, undersokelse=ROUNDED, indikator="ettervern_fulgt", avrundet=3)
    assert POLICY.rounded[ROUNDED] == 3
    release, withstands = released(counted(20, indikator="ev_fulgt"), rounded)
    assert hidden(release) == [True, False]
    assert withstands


@settings(max_examples=10)
@given(data=st.data())
def test_a_drawn_delivery_gives_nothing_away(data: st.DataObject) -> None:
    """Two municipalities and their county, by sex and base group: all add up, or the county has others, too."""
    few = st.integers(0, 12)
    by = [("rus", "mann"), ("rus", "kvinne"), ("kun_psykisk", "mann"), ("kun_psykisk", "kvinne")]
    places = {place: {group: data.draw(few) for group in by} for place in (ONE, OTHER)}
    others = {group: data.draw(st.sampled_from([0, 0, 3, 60])) for group in by}
    places["11"] = {group: places[ONE][group] + places[OTHER][group] + others[group] for group in by}
    figures = []
    for place, held in places.items():
        where: Figure = {"regionkode": place, "regiontype": "fylke" if place == "11" else "kommune"}
        for base, bases in {"alle": ("rus", "kun_psykisk"), "rus": ("rus",), "kun_psykisk": ("kun_psykisk",)}.items():
            of = {one: sum(held[b, one] for b in bases) for one in ("mann", "kvinne")}
            every = [counted(sum(of.values())), *(sex(one, n) for one, n in of.items())]
            figures += [figure | where | {"basisgruppe": base} for figure in every]
    kept = [figure for figure in figures if data.draw(st.sampled_from([True, True, True, False]))]
    if kept:
        assert released(*kept)[1]

"""A made release in the shape `pipelines.published` opens, small enough to write in a test.

The catalogue, the regions, the labels and the reported figures are the project's own; the computed counts are made up
here, calibrated only so that a reader recognises the national ones. Nothing here is how figures are computed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.contracts.finding_policy import load_finding_policy
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.geography.membership import REGION_TYPES
from pipelines.geography.regions import regions
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.comparability import declared_breaks
from pipelines.indicators.judged import Limits
from pipelines.indicators.plans import load_plans
from pipelines.indicators.themes import load_themes
from pipelines.published.files import COLUMNS
from pipelines.published.values import FOR_EVERY_BASE
from pipelines.register import DeliveryOfWave
from pipelines.release.assessment.table import assessment_table
from pipelines.release.breaks import break_table
from pipelines.release.findings import finding_table
from pipelines.release.plans import plan_documents, plan_status_table
from tests.support.shared import shared

CONTRACTS = Path(__file__).resolve().parents[2] / "data_contracts"
RELEASE = "2026-11-23-a1b2c3"

# n on land by survey and year; None is a wave year without data.
WAVES: dict[str, dict[int, int | None]] = {
    "brukerplan": {2015: 18913, 2016: None, 2017: 21600, 2018: None, 2019: 22404},
    "brukertilfredshet": {2017: 491, 2019: 1336, 2021: 1121},
}
INDICATORS = frozenset({
    "kartlagte", "kartlagte_per_1000", "kommuner_kartlagt", "bolig_tilfredsstillende", "bostedslos",
    "bostedslos_antall", "bostedslos_rop", "individuell_plan", "aktivitet_rod", "blalys", "kvinner", "har_barn",
    "omsorg_barn", "svar", "bolig_gul", "kommuner_med_svar", "tilfreds", "hjelp_ved_behov",
})  # fmt: skip
FORMS = {("brukerplan", 2015): "2015", ("brukerplan", 2017): "2015", ("brukerplan", 2019): "2019"}
OTHER_FORM = "2017"
# Shares on land; the ones the project's README shows are exact, the rest only plausible.
SHARES = {
    ("bolig_tilfredsstillende", 2015): 0.731, ("bolig_tilfredsstillende", 2017): 0.74,
    ("bostedslos", 2015): 0.09, ("bostedslos", 2017): 1948 / 21600, ("bostedslos", 2019): 0.079,
    ("tilfreds", 2017): 265 / 491, ("tilfreds", 2019): 0.60, ("tilfreds", 2021): 0.63,
    ("hjelp_ved_behov", 2017): 250 / 491, ("hjelp_ved_behov", 2019): 0.56, ("hjelp_ved_behov", 2021): 0.58,
}  # fmt: skip
SHARE_BY_INDICATOR = {
    "bolig_tilfredsstillende": 0.752, "bostedslos_rop": 0.83, "individuell_plan": 0.137, "aktivitet_rod": 0.37,
    "blalys": 0.098, "kvinner": 0.30, "har_barn": 0.19, "omsorg_barn": 0.06,
}  # fmt: skip
# What the other levels leave.
RESTS = {"bolig_gul": ("bolig_tilfredsstillende", "bostedslos")}
BASE_SIZE = {"rus": 1.0, "alle": 2.62, "kun_psykisk": 1.62, "rop": 0.82, "rus_uten_psykisk": 0.18,
             "rop_mindre_alvorlig": 0.58, "rop_alvorlig": 0.24}  # fmt: skip
FEW = ("0301", "1103", "1149", "1151", "1505", "1577", "1804", "1832", "3105", "3201", "3301", "3403", "3441",
       "3905", "4003", "4204", "4601", "4641", "5001", "5006", "5501", "5503", "5601", "5636")  # fmt: skip
# Declared not mapping, and simply not delivered: the two must not look alike.
NOT_MAPPED = {("1505", 2019)}
NOT_RECEIVED = {("1804", 2017)}
# What municipalities have written: on one figure and on all of a wave, under another number, beside a hidden figure,
# and for a year without figures.
NOTES = (
    ("brukerplan", 2017, "1601", "5001", None, "Én av tjenestene var ikke med.", date(2018, 2, 1)),
    ("brukerplan", 2019, "5001", "5001", "individuell_plan", "Ny rutine <fra> 2018.", date(2020, 3, 12)),
    ("brukerplan", 2019, "2027", "5636", "blalys", "Vi bruker nytt fagsystem.", date(2020, 1, 5)),
    ("brukerplan", 2019, "1505", "1505", None, "Vi kartlegger annethvert år.", date(2019, 12, 31)),
)
# Most like first; one that a release of few municipalities lacks. The other municipalities have too few.
SIMILAR = {
    "5001": ("4601", "5501", "1103", "5503", "3301", "4204", "4626"),
    "5636": ("1151", "1577", "1832", "1149", "1804"),
}
# Too few took part.
UNSURE = {("korus", "nord", 2017), ("fylke", "56", 2019)}

# In how many of the deliveries, one a municipality, each rule was broken; nothing in the other waves.
FOUND = {
    ("brukerplan", 2019): {"kjonn-kode": 5, "kjonn-alle-like": 2, "individuell-plan-ukjent": 11, "bolig-ukjent": 9},
    ("brukertilfredshet", 2019): {"svar-under-ti": 3},
}


def write_release(
    releases: Path,
    release_id: str = RELEASE,
    *,
    waves: Mapping[str, Mapping[int, int | None]] = WAVES,
    municipalities: Sequence[str] | None = FEW,
    synthetic: bool = True,
    publish: bool = True,
) -> Path:
    """Write a release below `releases` and return its folder.

    Args:
        municipalities: codes on 2024 borders; None for every one.
        publish: name it in `releases/current`.
    """
    figures, catalogue = cube(waves, municipalities, synthetic), load_catalogue(CONTRACTS)
    breaks = declared_breaks(load_contracts(CONTRACTS), catalogue)
    tables = {
        "cube": figures,
        "vurdering": assessment_table(figures, catalogue, _regions(municipalities), breaks),
        "breaks": break_table(breaks),
        "indicators": _catalogue(),
        "regions": _regions(municipalities),
        "coverage": _coverage(waves, municipalities),
        "labels": _labels(),
        "corrections": pl.DataFrame(schema=pl.Schema(COLUMNS["corrections"])),
        "notes": pl.DataFrame(
            [note for note in NOTES if note[3] in (municipalities or FEW)],
            schema=pl.Schema(COLUMNS["notes"]), orient="row",
        ).sort(pl.all(), nulls_last=True),
        "findings": _findings(waves),
        "similar": pl.DataFrame(
            [(2026, code, rank, other) for code, others in SIMILAR.items() for rank, other in enumerate(others, 1)],
            schema=pl.Schema(COLUMNS["similar"]), orient="row",
        ),
    }  # fmt: skip
    plans = load_plans(CONTRACTS)
    tables["planstatus"] = plan_status_table(plans, figures, Limits(), breaks)
    folder = releases / release_id
    folder.mkdir(parents=True)
    (folder / "plans.json").write_text(json.dumps(plan_documents(plans)), encoding="utf-8")
    for name, table in tables.items():
        table.select(list(COLUMNS[name])).write_parquet(folder / f"{name}.parquet")
    write_manifest(folder, waves=waves, synthetic=synthetic)
    if publish:
        make_current(releases, release_id)
    return folder


def shared_release(factory: pytest.TempPathFactory) -> Path:
    """The folder of a release as `write_release` writes it, made once for all test processes. Nobody changes it."""
    return shared(factory, "utgivelser", write_release) / RELEASE


def write_manifest(
    folder: Path, *, waves: Mapping[str, Mapping[int, int | None]] = WAVES, synthetic: bool = True, **changes: Any
) -> None:
    """Write `folder`'s manifest over the files that lie there; `changes` replace or add keys."""
    held = [*folder.glob("*.parquet"), *folder.glob("plans.json")]
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(held)}
    content = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()
    manifest = {
        "utgivelse": folder.name,
        "innholdshash": content,
        "syntetisk": synthetic,
        "revisjon": {"resultat": "ikke_revidert"},
        "programversjon": "0.1.0",
        "bolger": [
            {"undersokelse": survey, "aar": year, "skjema": _form(survey, year) if n else None, "deler": 20,
             "status": "mottatt" if n else "ikke_mottatt", "kommuner": 20 if n else 0, "syntetisk": synthetic}
            for survey, years in waves.items() for year, n in years.items()
        ],
        "filer": hashes,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest | changes, ensure_ascii=False), encoding="utf-8")


def copy_release(source: Path, releases: Path, release_id: str = RELEASE, *, publish: bool = True) -> Path:
    """Put a copy of the release folder `source` into `releases` under another id; much quicker than writing one."""
    folder = releases / release_id
    shutil.copytree(source, folder)
    said = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps(said | {"utgivelse": release_id}), encoding="utf-8")
    if publish:
        make_current(releases, release_id)
    return folder


def make_current(releases: Path, release_id: str) -> None:
    """Publish `release_id`: name it in `current`, replaced in one step."""
    new = releases / "current.new"
    new.write_text(f"{release_id}\n", encoding="utf-8")
    new.replace(releases / "current")


def cube(
    waves: Mapping[str, Mapping[int, int | None]], municipalities: Sequence[str] | None, synthetic: bool
) -> pl.DataFrame:
    """The figures, sorted by key."""
    rows = [*_both_views(_computed(waves, municipalities, synthetic)), *_reported()]
    table = pl.DataFrame(rows, schema=pl.Schema(COLUMNS["cube"]), orient="row")
    return table.sort(*table.columns[:8], "kilde", "argang", nulls_last=True)


def _both_views(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """County and municipality rows also as reported, under the number of the year (the first, where several)."""
    numbers: dict[tuple[str, int], str] = {}
    for row in _all_regions().filter(geografi="rapportert").iter_rows(named=True):
        now = row["kommuner_2024"] or [row["regionkode"]]
        for year in range(row["gyldig_fra"], (row["gyldig_til"] or 2030) + 1):
            if len(now) == 1:
                numbers.setdefault((now[0], year), row["regionkode"])
    for row in rows:
        yield row
        number = numbers.get((row["regionkode"], row["aar"]))
        if row["regiontype"] in ("kommune", "fylke") and number:
            yield row | {"geografi": "rapportert", "regionkode": number}


def _computed(
    waves: Mapping[str, Mapping[int, int | None]], municipalities: Sequence[str] | None, synthetic: bool
) -> Iterator[dict[str, Any]]:
    places = _places(municipalities)
    for survey, years in waves.items():
        for indicator in _declared(survey):
            for year, n in years.items():
                common = {"indikator": indicator["id"], "aar": year, "geografi": "2024", "kilde": "beregnet",
                          "syntetisk": synthetic and n is not None}  # fmt: skip
                bases = indicator.get("bases", ["alle"])
                if n is None:
                    yield from (_missing(common, place) for place in places)
                    continue
                for base in bases:
                    size = round(n * BASE_SIZE.get(base, 1.0)) if survey == "brukerplan" else n
                    for row in _of_base(indicator, survey, year, size, places):
                        weak = row["status"] == "ok" and (row["regiontype"], row["regionkode"], year) in UNSURE
                        found = row | {"status": "usikkert"} if weak else row
                        if row["status"] in FOR_EVERY_BASE:  # told once
                            if base == bases[0]:
                                yield common | {"basisgruppe": "alle", "skjema": _form(survey, year)} | found
                            continue
                        yield common | {"basisgruppe": base, "skjema": _form(survey, year)} | found


def _of_base(
    indicator: Mapping[str, Any], survey: str, year: int, n: int, places: Mapping[tuple[str, str], float]
) -> Iterator[dict[str, Any]]:
    parts: list[tuple[str, str, float]] = [("alle", "alle", 1.0)]
    for column in indicator.get("breakdowns", []):
        codes = _codes(survey, column)
        weights = [0.7, 0.3] if column == "kjonn" else [1 / len(codes)] * len(codes)
        parts += [(column, code, w) for code, w in zip(codes, weights, strict=True)]
    for (kind, code), weight in places.items():
        for breakdown, category, part in parts:
            where = {"regiontype": kind, "regionkode": code, "inndeling": breakdown, "kategori": category}
            if (code, year) in NOT_MAPPED | NOT_RECEIVED and survey == "brukerplan":
                if breakdown == "alle":
                    yield where | {"status": "ikke_kartlagt" if (code, year) in NOT_MAPPED else "ikke_mottatt"}
                continue
            seed = "" if kind == "land" and breakdown == "alle" else code + category
            share = _share(indicator["id"], year, seed)
            total = round(n * weight * part)
            yield where | _estimate(indicator, survey, total, share, n if kind == "land" else total)


def _share(indicator: str, year: int, seed: str) -> float:
    if indicator in RESTS:
        return 1 - sum(_share(other, year, seed) for other in RESTS[indicator])
    share = SHARES.get((indicator, year), SHARE_BY_INDICATOR.get(indicator, 0.5))
    return share * (1 + (_tilt(indicator + seed) if seed else 0))


def _estimate(indicator: Mapping[str, Any], survey: str, n: int, share: float, municipalities: int) -> dict[str, Any]:
    if indicator.get("counts"):
        return {"status": "ok", "teller": municipalities // 90 + 1, "verdi": float(municipalities // 90 + 1)}
    if survey == "brukertilfredshet" and n < 10:
        return {"status": "skjult", "arsak": "lav_base"}
    if indicator["id"] == "bostedslos_antall":
        share = 1948 / 21600 if n == 21600 else share * 0.17
    count = n if indicator["numerator"] == "TRUE" else round(n * min(share, 0.97))
    if indicator["id"] == "bostedslos_rop":
        n = round(n * 0.09)
        count = round(n * 0.83)
    if n == 0 and indicator["kind"] != "count":
        return {"status": "ingen_nevner", "teller": 0, "nevner": 0}
    if survey == "brukerplan" and (0 < count < 5 or (indicator["kind"] == "proportion" and 0 < n - count < 5)):
        return {"status": "skjult", "arsak": "personvern"}
    if indicator["kind"] == "count":
        return {"status": "ok", "teller": count, "verdi": float(count)}
    if indicator["kind"] == "rate":
        n *= 60
    low, high = wilson(count, n)
    per = 10 if indicator["kind"] == "rate" else 1
    return {"status": "ok", "teller": count, "nevner": n, "verdi": 100 * per * count / n, "ki_lav": per * low,
            "ki_hoy": per * high, "metode": "byar" if indicator["kind"] == "rate" else "wilson"}  # fmt: skip


def wilson(count: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, in percent."""
    z, p = 1.959964, count / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * max(0.0, (middle - half) / (1 + z * z / n)), 100 * min(1.0, (middle + half) / (1 + z * z / n))


def _missing(common: Mapping[str, Any], place: tuple[str, str]) -> dict[str, Any]:
    return {**common, "basisgruppe": "alle", "regiontype": place[0], "regionkode": place[1], "inndeling": "alle",
            "kategori": "alle", "status": "ikke_mottatt"}  # fmt: skip


def _form(survey: str, year: int) -> str:
    return FORMS.get((survey, year), OTHER_FORM)


def _tilt(seed: str) -> float:
    """A stable deviation from land, between −0.15 and 0.15."""
    return int(hashlib.sha256(seed.encode()).hexdigest()[:4], 16) / 0xFFFF * 0.3 - 0.15


def _value(row: dict[str, str]) -> float:
    """The delivered value, or the percentage that was delivered as its counts."""
    return float(row["verdi"] or 100 * int(row["teller"]) / int(row["nevner"]))


def _reported() -> Iterator[dict[str, Any]]:
    with (CONTRACTS / "reference" / "publiserte_tall.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kept = ("indikator", "regiontype", "regionkode", "basisgruppe", "inndeling", "kategori", "kilde")
            yield {k: row[k] for k in kept} | {
                "aar": int(row["aar"]), "geografi": "2024",
                "teller": _int(row["teller"]), "nevner": _int(row["nevner"]),
                "verdi": _value(row), "status": "ok", "argang": row["argang"] or None, "skjema": "1",
                "syntetisk": False,
            }  # fmt: skip


def _int(value: str) -> int | None:
    return int(value) if value else None


@cache
def _declared(survey: str) -> list[dict[str, Any]]:
    """Some of what the catalogue declares, and all that is reported: a release small enough to make for a test."""
    every = load_catalogue(CONTRACTS)[survey]
    return [i.model_dump(mode="json", exclude_none=True) for i in every if i.reported or i.id in INDICATORS]


def _catalogue() -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for survey in (*WAVES, "indikatortall"):
        for one in _declared(survey):
            plan = (one.get("plans") or [{}])[0]
            rows.append({
                "indikator": one["id"], "undersokelse": survey, "rekkefolge": len(rows) + 1,
                "tittel_nb": one["title"]["nb"], "tittel_nn": one["title"]["nn"],
                "definisjon_nb": one.get("definition", {}).get("nb"),
                "definisjon_nn": one.get("definition", {}).get("nn"),
                "type": one["kind"], "enhet": one.get("unit", "prosent"), "retning": one["direction"],
                "basisgrupper": one.get("bases", ["alle"]), "inndelinger": one.get("breakdowns", []),
                "publisert_som": one.get("published_as"), "rangering": one.get("ranking", True),
                "plan": plan.get("plan"), "maal": str(plan["goal"]) if plan else None,
                "tema": one.get("theme"),
                "grense_av": one.get("of"),
                **(_part(one) if "whole" in one else {}),
            })  # fmt: skip
    return pl.DataFrame(rows, schema=pl.Schema(COLUMNS["indicators"])).sort("indikator")


def _part(one: Mapping[str, Any]) -> dict[str, Any]:
    """The share in its whole; nothing where the release has not all of the whole."""
    survey = next(survey for survey in WAVES if any(i["id"] == one["id"] for i in _declared(survey)))
    whole = {i.id for i in load_catalogue(CONTRACTS)[survey] if getattr(i, "whole", None) == one["whole"]}
    return {"fordeling": one["whole"], "andel": one["code"], "farge": one.get("colour")} if whole <= INDICATORS else {}


def _findings(waves: Mapping[str, Mapping[int, int | None]]) -> pl.DataFrame:
    def broken(survey: str, year: int, number: int) -> frozenset[str]:
        return frozenset(rule for rule, n in FOUND.get((survey, year), {}).items() if number < n)

    deliveries = [
        DeliveryOfWave(survey, year, _form(survey, year), frozenset({code}), broken(survey, year, number))
        for survey, years in waves.items()
        for year in (y for y, n in years.items() if n)
        for number, code in enumerate(FEW)
    ]
    return finding_table(load_contracts(CONTRACTS), load_finding_policy(CONTRACTS), deliveries)


def _regions(municipalities: Sequence[str] | None) -> pl.DataFrame:
    table = _all_regions()
    if municipalities is None:
        return table
    own = pl.col("regionkode").is_in(list(municipalities)) & (pl.col("geografi") == "2024")
    chosen = own | (pl.col("kommuner_2024").list.set_intersection(list(municipalities)).list.len() > 0)
    return table.filter((pl.col("regiontype") != "kommune") | chosen.fill_null(own))


@cache
def _all_regions() -> pl.DataFrame:
    return regions(load_geography(CONTRACTS / "reference"), "Hele landet", "Ukjent kommune i {fylke}")


def _places(municipalities: Sequence[str] | None) -> dict[tuple[str, str], float]:
    """Share of the adult population by region, in the order figures are listed."""
    geography = load_geography(CONTRACTS / "reference")
    people = geography.population_2024.filter(pl.col("aar") == pl.col("aar").max()).select("kommune_2024", "voksne18")
    by_code = dict(people.iter_rows())
    total = sum(by_code.values())
    counties = geography.counties_to_regions
    found: dict[tuple[str, str], float] = {}
    for row in _regions(municipalities).filter(geografi="2024").iter_rows(named=True):
        kind, code = row["regiontype"], row["regionkode"]
        inside = {
            "land": ("",), "kommune": (code,), "fylke": (code,), "gruppe": tuple(row["kommuner_2024"] or ()),
        }.get(kind) or tuple(counties.filter(regiontype=kind, regionkode=code)["fylke"])  # fmt: skip
        found[kind, code] = sum(n for k, n in by_code.items() if k.startswith(inside)) / total
    return dict(sorted(found.items(), key=lambda item: REGION_TYPES.index(item[0][0])))


def _coverage(waves: Mapping[str, Mapping[int, int | None]], municipalities: Sequence[str] | None) -> pl.DataFrame:
    rows = []
    for survey, years in waves.items():
        for year in (y for y, n in years.items() if n):
            for (kind, code), share in _places(municipalities).items():
                people, part = round(share * 4_200_000), 0.68 if survey == "brukerplan" else 0.21
                whole = 1 if kind == "kommune" else max(1, round(357 * share))
                absent = survey == "brukerplan" and (code, year) in NOT_MAPPED | NOT_RECEIVED
                part = (0.0 if absent else 1.0) if kind == "kommune" else part
                took, unsure = round(whole * part), (kind, code, year) in UNSURE
                declared = whole - took if absent and (code, year) in NOT_MAPPED else 0
                rows.append((survey, year, "2024", kind, code, took, whole, declared, round(people * part),
                             people, False, 100 * part if people else None, 50.0, unsure))  # fmt: skip
    return pl.DataFrame(rows, schema=pl.Schema(COLUMNS["coverage"]), orient="row").sort(pl.nth(range(5)))


@cache
def _codes(survey: str, column: str) -> tuple[str, ...]:
    form = load_contracts(CONTRACTS).surveys[survey].form_of(2017)
    assert form is not None
    codes = (c.code for c in form.by_name[column].codes)
    return tuple(c for c in codes if c not in ("16-17", "ukjent", "8", "9"))


def _labels() -> pl.DataFrame:
    themes = load_themes(CONTRACTS).items()
    rows = {("tema", theme): (title.nb, title.nn or title.nb) for theme, title in themes}
    # Those with figures first: the codes of theirs that others have too stand in their order.
    for survey in sorted(load_contracts(CONTRACTS).surveys.values(), key=lambda one: one.id not in WAVES):
        rows["undersokelse", survey.id] = (survey.title["nb"], survey.title.get("nn", survey.title["nb"]))
        for part in _declared(survey.id) if survey.id in WAVES else ():
            if "whole" in part:
                for kind, code, said in (("fordeling", part["whole"], part["whole_title"]),
                                         (part["whole"], part["code"], part["label"])):  # fmt: skip
                    rows.setdefault((kind, code), (said["nb"], said.get("nn", said["nb"])))
        if survey.base_groups:
            for code, title in survey.base_groups.titles.items():
                rows["basisgruppe", code] = (title["nb"], title.get("nn", title["nb"]))
        for form in survey.forms.values():
            for column in (c for c in form.columns if c.name in ("kjonn", "aldersgruppe", "lar", "basisgruppe")):
                rows["kolonne", column.name] = (column.title["nb"], column.title.get("nn", column.title["nb"]))
                for one in column.codes:
                    rows[column.name, one.code] = (one.label["nb"], one.label.get("nn", one.label["nb"]))
    return pl.DataFrame(
        [(kind, code, i, nb, nn) for i, ((kind, code), (nb, nn)) in enumerate(rows.items(), start=1)],
        schema=pl.Schema(COLUMNS["labels"]), orient="row",
    ).sort("dimensjon", "rekkefolge")  # fmt: skip

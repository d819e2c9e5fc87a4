"""Sentences of what a release says of figures: no claim without its interval, no claim across a break."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from pipelines.published import Release
from pipelines.published.assessment import Assessment
from pipelines.published.files import COLUMNS
from pipelines.published.unjudged import SIGNS, Unjudged
from pipelines.told.assessed import (
    break_notes,
    change_sentence,
    change_short,
    comparison_sentence,
    goal_sentence,
    method,
    panel_sentence,
    place_sentence,
    reasons,
    side,
    trend_sentence,
    why_not,
)
from tests.support.figures import figure, indicator

NBSP = "\N{NO-BREAK SPACE}"
NEW, OLD = figure(76.04, 2019, indikator="bostedslos"), figure(74.0, 2017, indikator="bostedslos")


def assessed(**said: Any) -> Assessment:
    row = dict.fromkeys(COLUMNS["vurdering"]) | {
        "indikator": "bostedslos", "aar": 2019, "regiontype": "land", "regionkode": "0", "geografi": "2024",
        "basisgruppe": "rus", "inndeling": "alle", "kategori": "alle", "kilde": "beregnet",
    }  # fmt: skip
    return Assessment(**row | said)


def holding(release: Release, **said: Any) -> Release:
    row = pl.DataFrame([vars(assessed(**said))], schema=pl.Schema(COLUMNS["vurdering"]), orient="row")
    return replace(release, assessments=row)


MOVED = {"endring": 2.04, "endring_lav": 1.0, "endring_hoy": 3.04, "endring_fra": 2017, "endring_retning": "opp"}
CHANGES = [
    pytest.param(
        MOVED | {"endring_vurdert": "bedre"},
        f"Det er 2,0 prosentpoeng høyere enn i 2017 (74,0{NBSP}%), en bedring som er større enn tilfeldige utslag "
        "(95 % intervall for endringen: 1,0 til 3,0 prosentpoeng).",
        "2,0 prosentpoeng høyere enn i 2017, en bedring", id="better",
    ),
    pytest.param(
        MOVED | {"endring_vurdert": "darligere"},
        f"Det er 2,0 prosentpoeng høyere enn i 2017 (74,0{NBSP}%), en forverring som er større enn tilfeldige utslag "
        "(95 % intervall for endringen: 1,0 til 3,0 prosentpoeng).",
        "2,0 prosentpoeng høyere enn i 2017, en forverring", id="worse",
    ),
    pytest.param(
        MOVED | {"endring_vurdert": "noytral"},
        f"Det er 2,0 prosentpoeng høyere enn i 2017 (74,0{NBSP}%), en forskjell som er større enn tilfeldige utslag "
        "(95 % intervall for endringen: 1,0 til 3,0 prosentpoeng).",
        "2,0 prosentpoeng høyere enn i 2017", id="neither",
    ),
    pytest.param(
        MOVED | {"endring_lav": -0.5, "endring_retning": "ingen_malbar_endring", "endring_vurdert": "uendret"},
        f"Det er 2,0 prosentpoeng høyere enn i 2017 (74,0{NBSP}%), men forskjellen kan være tilfeldig "
        "(95 % intervall for endringen: −0,5 til 3,0 prosentpoeng).",
        "2,0 prosentpoeng høyere enn i 2017; kan være tilfeldig", id="by chance",
    ),
    pytest.param(
        {"endring": 2.04, "endring_fra": 2017, "endring_arsak": "uten_intervall"},
        f"Det er 2,0 prosentpoeng høyere enn i 2017 (74,0{NBSP}%).",
        "2,0 prosentpoeng høyere enn i 2017; ikke testet", id="without interval",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("said", "sentence", "short"), CHANGES)
def test_change(release: Release, said: dict[str, Any], sentence: str, short: str) -> None:
    seen = holding(release, **said)
    assert change_sentence(seen, indicator(), NEW, OLD) == sentence
    assert change_short(indicator(), NEW, OLD, assessed(**said)) == short


def test_no_change_is_told_across_a_break_and_the_break_is_named(release: Release) -> None:
    new, old = figure(9.0, 2020, indikator="bostedslos"), figure(8.0, 2019, indikator="bostedslos")
    seen = holding(release, aar=2020, endring_arsak="brudd")
    said = change_sentence(seen, indicator(), new, old)
    assert said.startswith("Tallet kan ikke sammenlignes med tidligere år. Koronaåret 2020:")
    assert "prosentpoeng" not in said
    assert change_short(indicator(), new, old, seen.assessed(new)) == "Brudd: kan ikke sammenlignes med før"


def test_a_release_from_before_there_were_assessments_claims_nothing(release: Release) -> None:
    older = replace(release, assessments=release.assessments.clear(), breaks=release.breaks.clear())
    assert change_sentence(older, indicator(), NEW, OLD) == f"Det er 2,0 prosentpoeng høyere enn i 2017 (74,0{NBSP}%)."
    assert trend_sentence(indicator(), None) == ""
    assert comparison_sentence(older, indicator(), None) == ""
    assert place_sentence(None) == side(None) == ""


def test_digits_that_are_alike_are_no_change(release: Release) -> None:
    seen = holding(release, **MOVED | {"endring_vurdert": "bedre"})
    assert change_sentence(seen, indicator(), figure(74.04, 2019, indikator="bostedslos"), OLD) == (
        "Det er uendret fra 2017."
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"trend_retning": "ned", "trend_per_aar": -0.31, "trend_fra": 2015},
         "Fra 2015 til 2019 går det jevnt nedover, med 0,3 prosentpoeng i året i gjennomsnitt."),
        ({"trend_retning": "ingen_malbar_endring", "trend_per_aar": 0.1, "trend_fra": 2015},
         "Fra 2015 til 2019 er det ingen målbar trend."),
        ({"trend_arsak": "for_fa_punkter", "trend_punkter": 3},
         "En trend testes først når det er fire tall som kan sammenlignes; her er det 3."),
        ({"trend_arsak": "brudd", "trend_punkter": 1}, "Etter bruddet er det for få tall til å teste en trend."),
        ({"trend_arsak": "uten_variasjon"}, "Tallet er det samme hele tiden, og det er ingen trend å teste."),
        ({"trend_arsak": "senere_tall"}, ""),
    ],
)  # fmt: skip
def test_trend(said: dict[str, Any], expected: str) -> None:
    assert trend_sentence(indicator(), assessed(**said)) == expected


OVER = {"land_sammenlignet": "over", "land_forskjell": 5.31, "land_lav": 3.7, "land_hoy": 7.1}
ALIKE = {"korus": "midt", "korus_sammenlignet": "ikke_forskjellig", "korus_forskjell": -1.0, "korus_lav": -2.0,
         "korus_hoy": 0.5}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (OVER, "I 2019 var tallet 5,3 prosentpoeng høyere enn i resten av landet (95 % intervall 3,7 til 7,1 "
               "prosentpoeng)."),
        (ALIKE, "I 2019 var tallet ikke målbart forskjellig fra resten av KoRus Midt."),
        (OVER | ALIKE, "I 2019 var tallet 5,3 prosentpoeng høyere enn i resten av landet (95 % intervall 3,7 til 7,1 "
                       "prosentpoeng) og ikke målbart forskjellig fra resten av KoRus Midt."),
        ({"land_arsak": "er_helheten"}, ""),
    ],
)  # fmt: skip
def test_comparison(release: Release, said: dict[str, Any], expected: str) -> None:
    assert comparison_sentence(release, indicator(), assessed(**said)) == expected


@pytest.mark.parametrize(
    ("way", "size", "expected"),
    [
        ("opp", 3, "gikk tallet opp (3 prosentpoeng, avrundet). Det er større enn tilfeldige utslag."),
        ("ned", -2, "gikk tallet ned (−2 prosentpoeng, avrundet). Det er større enn tilfeldige utslag."),
        ("ingen_malbar_endring", 0, "er det ingen målbar endring (0 prosentpoeng, avrundet)."),
    ],
)
def test_the_same_municipalities(way: str, size: int, expected: str) -> None:
    said = assessed(panel_fra=2017, panel_endring=size, panel_kommuner=171, panel_retning=way)
    assert panel_sentence(said) == f"I de 171 kommunene som var med både i 2017 og i 2019, {expected}"
    assert panel_sentence(assessed(panel_arsak="for_fa_i_begge")) == panel_sentence(None) == ""


def test_rank_and_funnel() -> None:
    rank = {"rang": 2, "rang_av": 74, "rang_lav": 1, "rang_hoy": 33}
    said = (
        "Blant 74 kommuner med vist tall er det nummer 2 ovenfra; med usikkerheten kan plassen være alt fra 1 til 33."
    )
    assert place_sentence(assessed(**rank)) == said
    assert place_sentence(assessed(**rank, trakt="under_998")).startswith(f"{said} Avstanden")
    assert "998 av 1 000" in place_sentence(assessed(**rank, trakt="over_998"))
    assert "ikke større enn" in place_sentence(assessed(**rank, trakt="innenfor"))
    assert place_sentence(assessed(**rank | {"rang_av": 1})) == ""


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("helheten_mangler", ": Det som stedet ville blitt holdt mot, har ikke noe tall som vises."),
        ("uten_antall", ".. Tallet er meldt uten antallet det bygger på."),
        ("ikke_for_rangering", ". Tallet egner seg ikke til å sammenligne enkeltkommuner."),
        ("er_helheten", ""),
        (None, ""),
    ],
)
def test_why_something_is_not_said(reason: str | None, said: str) -> None:
    assert why_not(reason) == said


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_every_reason_is_explained_apart(language: str) -> None:
    rows = reasons(language).rows
    assert [row[0].text for row in rows] == [SIGNS[one] for one in Unjudged]
    assert len({row[1].text for row in rows}) == len(Unjudged)


def test_breaks_and_methods_have_words_in_both_languages(release: Release) -> None:
    breaks = release.breaks_of("tilfreds", "alle")
    assert break_notes(breaks)[0].startswith("Merk fra 2019: Kommunene ble trukket tilfeldig i 2017.")
    assert break_notes(release.breaks_of("bostedslos", "rus"), "nn")[0].startswith("Brot frå 2020: Koronaåret")
    methods = {m: method(figure(metode=m)) for m in ("wilson", "byar", "eksakt", "t", "klynger", "wilson_designeffekt")}
    assert len(set(methods.values())) == len(methods)
    assert method(figure()) == ""


def test_how_a_goal_stands_is_told_in_the_plans_own_words(release: Release) -> None:
    table = release.plans.table
    assert table is not None
    land = release.region["land-0"]
    row = next(row for row in table.filter(regiontype="land", status="riktig_retning").iter_rows(named=True))
    said = assessed(maalstatus=row["status"], maal_plan=row["plan"], maal_indikator=row["planindikator"])
    told = goal_sentence(release, land, said)
    assert told.startswith("«")
    assert release.plans.by_id[row["plan"]].title.said("nb") in told
    assert told.endswith(": riktig retning.")
    assert goal_sentence(release, land, replace(said, maalstatus=None)) == ""
    assert goal_sentence(release, release.region["kommune-5636"], replace(said, maal_indikator="finnes_ikke")) == ""
    assert goal_sentence(release, land, None) == ""

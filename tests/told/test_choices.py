"""What can be chosen, and what it is called."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.url_state import parse
from dashboards.view_models.offers import offers
from pipelines.published import Release
from pipelines.told import choices
from pipelines.told.words import alphabetical, joined, lower_first


def test_a_published_figure_shown_beside_its_computed_one_is_no_choice(release: Release) -> None:
    found = choices.indicators(release)
    assert "bp_bolig_tilfredsstillende" not in found
    assert found["bp_rus_rod"] == "Indikatortall: Svært omfattende bruk av rusmidler (publisert)"
    assert next(iter(found)) == "kartlagte"


def test_indicators_are_listed_by_survey_and_theme(release: Release) -> None:
    groups = choices.groups(release)
    assert list(groups.values()) == [
        "BrukerPlan: Hvem og hvor mange", "BrukerPlan: Levekår og funksjon", "BrukerPlan: Bolig, inntekt og barn",
        "BrukerPlan: Plan og samordning", "Brukertilfredshet: Hvem og hvor mange", "Brukertilfredshet: Tilfredshet",
        "Indikatortall",
    ]  # fmt: skip
    beside = choices.in_group(release, release.indicator["tilfreds"])
    assert beside == {"tilfreds": "Tilfreds med tjenestene", "hjelp_ved_behov": "Har fått hjelp ved behov"}
    listed = [key for one in release.indicator.values() for key in choices.in_group(release, one)]
    assert set(listed) >= set(choices.indicators(release)), "no indicator is lost between the groups"


def test_places_are_listed_widest_first_and_by_the_norwegian_alphabet(release: Release) -> None:
    found = list(choices.regions(release).values())
    assert found[0] == "Hele landet"
    counties = [name for name in found if name.endswith("(fylke)")]
    assert counties[0] == "Agder (fylke)"
    assert counties[-1] == "Østfold (fylke)"
    assert found.index("KoRus Øst") < found.index("Helse Midt-Norge") < found.index("Agder (fylke)")
    assert "Trondheim (kommune)" in found


def test_two_places_of_one_name_are_told_apart(release: Release) -> None:
    twins = release.regions.with_columns(
        navn=pl.when(pl.col("regionkode").is_in(["1804", "1505"])).then(pl.lit("Herøy")).otherwise(pl.col("navn"))
    )
    found = choices.regions(replace(release, regions=twins))
    assert found["kommune-1804"] == "Herøy (kommune i Nordland)"
    assert found["kommune-1505"] == "Herøy (kommune i Møre og Romsdal)"


@pytest.mark.parametrize(
    ("region", "kind"),
    [("kommune-5001", "Kommune i Trøndelag"), ("fylke-50", "Fylke"), ("korus-ost", "KoRus-region"),
     ("land-0", "Alle kommuner som deltok")],
)  # fmt: skip
def test_kind_of_place(release: Release, region: str, kind: str) -> None:
    assert choices.kind_of(release, release.region[region]) == kind


def test_a_view_without_a_number_offers_some_that_have_one(release: Release) -> None:
    view, _ = parse({"indikator": "blalys", "region": "kommune-5636"}, release)
    found = offers(release, release.indicator["blalys"], release.region["kommune-5636"], view)
    assert [label for label, _ in found][-3:] == ["Finnmark", "KoRus Nord", "Hele landet"]
    for _, address in found:
        query = dict(part.split("=") for part in address.partition("?")[2].split("&"))
        offered, problems = parse(query, release)
        assert problems == ()
        rows = release.figures("blalys", regions=[release.region[offered.region]], base=offered.base)
        assert any(f.has_value for f in rows)


def test_words() -> None:
    assert sorted(["Ås", "Øksnes", "Ærø", "Zebra", "Áltá"], key=alphabetical) == [
        "Áltá",
        "Zebra",
        "Ærø",
        "Øksnes",
        "Ås",
    ]
    assert [joined(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a og b", "a, b og c"]
    assert lower_first("Legemiddelassistert rehabilitering (LAR)") == "legemiddelassistert rehabilitering (LAR)"

"""The pages run in Streamlit's own test harness: each one, with every kind of view, without an exception."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components.report_downloads import maker
from pipelines.contracts.report_file import ReportFormat
from pipelines.maps.cells import Cell
from pipelines.maps.stored import Origin, StoredMap, path_in, write_map
from pipelines.published import Release
from pipelines.settings import Settings
from pipelines.texts.borrowed import norwegian
from tests.support.maps import counties
from tests.support.release import RELEASE, copy_release, make_current, write_manifest

APP = Path(__file__).resolve().parents[2] / "dashboards" / "app.py"
NBSP = "\N{NO-BREAK SPACE}"


def run_view(module: str, home: str, language: str) -> None:
    """One page as a script of its own, since the harness cannot open `st.navigation` at a page's address."""
    import importlib
    from pathlib import Path

    from dashboards.components.shell import published

    release = published(Path(home) / "releases")
    assert release is not None
    importlib.import_module(f"dashboards.views.{module}").show(release, language)


def opened(module: str, home: Settings, language: str = "nb", **params: str) -> AppTest:
    asked = {"module": module, "home": str(home.home), "language": language}
    page = AppTest.from_function(run_view, kwargs=asked, default_timeout=30)
    page.query_params["sprak"] = language
    for name, value in params.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """All markup of the page."""
    return " ".join(block.proto.body for block in page.get("html"))


@pytest.fixture
def published_home(home: Settings, written: Path) -> Settings:
    """A home with one release published."""
    copy_release(written, home.releases)
    return home


class TestApp:
    def test_nothing_published_says_what_to_do(self, new_home: Settings) -> None:
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        assert not page.exception
        assert [t.value for t in page.title] == ["Ingenting er publisert ennå"]
        assert "<code>make demo</code>" in words(page)

    def test_the_first_page_is_the_overview_under_the_notice(self, published_home: Settings) -> None:
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        assert not page.exception
        assert [t.value for t in page.title] == ["Rus og psykisk helse i kommunene"]
        assert "<strong>Syntetiske data</strong>" in words(page)
        assert f"Utgivelse {RELEASE} (ikke revidert, syntetiske data)." in words(page)

    @pytest.mark.parametrize(
        ("language", "title", "synthetic", "foot"),
        [("nb", "Rus og psykisk helse i kommunene", "Syntetiske data", "Utgivelse"),
         ("nn", "Rus og psykisk helse i kommunane", "Syntetiske data", "Utgjeving"),
         ("en", "Substance use and mental health in the municipalities", "Synthetic data", "Release")],
    )  # fmt: skip
    def test_a_language_is_chosen_for_all_pages_and_stands_in_the_address(
        self, published_home: Settings, language: str, title: str, synthetic: str, foot: str
    ) -> None:
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        page.button_group(key="ramme_sprak").set_value(language)
        page.run()
        assert not page.exception
        assert [t.value for t in page.title] == [title]
        assert f"<strong>{synthetic}</strong>" in words(page)
        assert f"{foot} {RELEASE} (" in words(page)
        assert page.query_params.get("sprak", ["nb"]) in (language, [language])

    @pytest.mark.parametrize(("language", "title"), [("nb", "Sidene er stengt"), ("en", "The pages are closed")])
    def test_a_wrong_setting_shuts_the_pages_and_is_told(
        self, published_home: Settings, monkeypatch: pytest.MonkeyPatch, language: str, title: str
    ) -> None:
        monkeypatch.setenv("OPPTRAPP_DATABASE_URL", "postgresql://u:hemmelig@vert:port/base")
        page = AppTest.from_file(str(APP), default_timeout=30)
        page.query_params["sprak"] = language
        page.run()
        assert not page.exception
        assert [t.value for t in page.title] == [title]
        assert "OPPTRAPP_DATABASE_URL" in words(page)
        assert "hemmelig" not in words(page)

    def test_favourites_of_the_address_are_links_that_keep_it(self, published_home: Settings) -> None:
        page = AppTest.from_file(str(APP), default_timeout=30)
        page.query_params["favoritter"] = "bostedslos~kommune-5001,~gone-1"
        page.run()
        assert not page.exception
        assert ">Bostedsløse, Trondheim</a>" in words(page)
        assert "favoritter=bostedslos~kommune-5001%2C~gone-1" in words(page)

    @pytest.mark.parametrize("shown", [True, False], ids=["the one before is shown", "nothing is left"])
    def test_a_withdrawn_release_is_told_of(self, published_home: Settings, shown: bool) -> None:
        gone = '[{"utgivelse": "abc", "trukket": "2026-12-01T08:00:00+00:00", "grunn": "feil <i> Oslo"}]'
        (published_home.releases / "withdrawn.json").write_text(gone, encoding="utf-8")
        if not shown:
            (published_home.releases / "current").write_text("\n", encoding="utf-8")
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        assert not page.exception
        assert "Utgivelsen abc ble trukket 1. desember 2026: feil &lt;i&gt; Oslo." in words(page)
        assert ("Utgivelsen er trukket" in [t.value for t in page.title]) is not shown

    @pytest.mark.parametrize(
        ("asked", "title", "told"),
        [
            ("den-forrige", "Rus og psykisk helse i kommunene", "Utgivelse den-forrige ble publisert 1. oktober 2026."),
            ("trukket", "Utgivelsen er trukket", "ble trukket 2. oktober 2026: feil i Oslo. Tallene i den vises ikke"),
            ("utkast", "Utgivelsen finnes ikke", "som ikke er publisert her"),
        ],
    )
    def test_an_address_may_ask_for_an_earlier_release(
        self, published_home: Settings, written: Path, asked: str, title: str, told: str
    ) -> None:
        for name in ("den-forrige", "trukket", "utkast"):
            copy_release(written, published_home.releases, name, publish=False)
        known = [
            {"utgivelse": RELEASE, "publisert": "2026-11-23T08:00:00+00:00"},
            {"utgivelse": "den-forrige", "publisert": "2026-10-01T08:00:00+00:00"},
            {"utgivelse": "trukket", "publisert": "2026-09-01T08:00:00+00:00", "trukket": "2026-10-02T08:00:00+00:00",
             "grunn": "feil i Oslo"},
        ]  # fmt: skip
        (published_home.releases / "shown.json").write_text(json.dumps(known), encoding="utf-8")
        page = AppTest.from_file(str(APP), default_timeout=30)
        page.query_params["utgivelse"] = asked
        page.run()
        assert not page.exception
        assert [t.value for t in page.title] == [title]
        assert told in words(page)
        assert f'<a href="?sprak=nb">Se det samme i den nyeste ({RELEASE})</a>' in words(page)
        assert (f"Utgivelse {asked} (" in words(page)) is (asked == "den-forrige")
        assert ("Se det samme i den-forrige" in words(page)) is (asked != "den-forrige")

    def test_a_release_that_cannot_be_opened_shows_a_sentence_and_no_figure(self, published_home: Settings) -> None:
        (published_home.releases / RELEASE / "cube.parquet").unlink()
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        assert not page.exception
        assert [t.value for t in page.title] == ["Utgivelsen kan ikke vises"]
        assert "cube.parquet mangler" in words(page)
        assert NBSP + "%" not in words(page)

    def test_a_newly_published_release_appears_at_the_next_run(self, published_home: Settings, written: Path) -> None:
        page = AppTest.from_file(str(APP), default_timeout=30).run()
        copy_release(written, published_home.releases, "neste-utgivelse")
        assert "Utgivelse neste-utgivelse " in words(page.run())
        make_current(published_home.releases, RELEASE)
        assert f"Utgivelse {RELEASE} " in words(page.run())


SHOWN = [
    ("bolig_tilfredsstillende", "rus", f"74,0{NBSP}%"),
    ("bostedslos_antall", "rus", f"1{NBSP}948"),
    ("tilfreds", "alle", f"54,0{NBSP}%"),
    ("hjelp_ved_behov", "alle", f"51{NBSP}%"),
]
VIEWS = [
    {"region": "kommune-5001", "inndeling": "kjonn", "sammenlign": "kommune"},
    {"region": "korus-nord", "indikator": "kartlagte", "inndeling": "aldersgruppe", "aar": "2015"},
    {"region": "kommune-5636", "indikator": "blalys", "inndeling": "aldersgruppe", "sammenlign": "kommune"},
    {"indikator": "arsverk_totalt", "region": "kommune-5001", "sammenlign": "kommune"},
    {"indikator": "bp_bolig_tilfredsstillende"},
    {"indikator": "bostedslos", "aar": "2016"},
    {"indikator": "tilfreds", "region": "kommune-1149", "inndeling": "lar"},
    {"region": "kommune-5636", "indikator": "blalys", "sammenlign": "kommune", "vis": "kart"},
    {"region": "kommune-5636", "indikator": "blalys", "sammenlign": "lignende"},
    {"sammenlign": "korus", "vis": "kart"},
    {"indikator": "arsverk_totalt", "sammenlign": "kommune", "vis": "kart"},
    {"indikator": "bostedslos", "aar": "2016", "vis": "kart"},
]


class TestIndikator:
    @pytest.mark.parametrize(("indicator", "base", "value"), SHOWN, ids=[s[0] for s in SHOWN])
    def test_published_figures_can_be_read(
        self, published_home: Settings, indicator: str, base: str, value: str
    ) -> None:
        page = opened("indikator", published_home, indikator=indicator, region="land-0", base=base)
        assert value in words(page)

    @pytest.mark.parametrize("params", VIEWS, ids=lambda p: "-".join(p.values()))
    def test_every_kind_of_view_runs(self, published_home: Settings, params: dict[str, str]) -> None:
        page = opened("indikator", published_home, **params)
        assert len(page.title) == 1
        assert "Adressen passer ikke" not in words(page)

    def test_each_chart_offers_files_link_and_sentence(self, published_home: Settings) -> None:
        page = opened("indikator", published_home, indikator="bostedslos", region="land-0", inndeling="kjonn")
        labels = [button.proto.label for button in page.get("download_button")]
        of_charts = [f"Last ned {kind}" for kind in ("CSV", "Excel", "PNG", "SVG")]
        assert labels == of_charts + of_charts[:2] + of_charts * 3  # the second is the table of changes
        assert words(page).count('class="o-copy"') == 10
        assert words(page).count(f"utgivelse={RELEASE}") == 5

    def test_whose_change_is_told_is_chosen_and_stands_in_the_address(self, published_home: Settings) -> None:
        page = opened("indikator", published_home, indikator="bostedslos", region="land-0")
        assert "Alle som deltok" in words(page)
        page.selectbox(key="valg_utvalg").select("samme").run()
        assert not page.exception
        assert page.query_params["utvalg"] == "samme"
        assert "Endringen i de samme kommunene fortelles ikke her." in words(page)

    def test_all_levels_stand_together_where_there_are_several(self, published_home: Settings) -> None:
        said = words(opened("indikator", published_home, indikator="bolig_gul", region="kommune-3441"))
        assert "Boligsituasjon, Gausdal: Ingen år har tall for alle nivåene." in said
        assert "Det som mangler, regnes ikke ut av resten." in said
        assert "alle nivåene" not in words(opened("indikator", published_home, indikator="kvinner"))

    def test_a_municipalitys_own_words_stand_below_its_figures(self, published_home: Settings) -> None:
        said = words(opened("indikator", published_home, indikator="blalys", region="kommune-5636", base="rus"))
        assert "Kommunens egne ord om tallene sine" in said
        assert "«Vi bruker nytt fagsystem.»" in said
        assert "Kommunens merknader" not in words(opened("indikator", published_home, region="kommune-1103"))

    def test_similar_municipalities_are_ranked_with_how_they_are_chosen_or_said_to_be_too_few(
        self, published_home: Settings
    ) -> None:
        page = opened("indikator", published_home, region="kommune-5001", sammenlign="lignende")
        assert "Lignende kommuner" in page.selectbox(key="valg_sammenlign").options
        assert "Trondheim og de 6 kommunene som lignet mest i størrelse og alder 1. januar 2026." in words(page)
        page.selectbox(key="valg_region").select("kommune-0301").run()
        assert not page.exception
        assert page.query_params["sammenlign"] == "lignende"
        assert "For få kommuner ligner nok på Oslo" in words(page)
        page.selectbox(key="valg_grenser").select("rapportert").run()
        assert not page.exception
        assert page.query_params["sammenlign"] == "korus"
        assert "Lignende kommuner" not in page.selectbox(key="valg_sammenlign").options

    def test_boundaries_are_drawn_where_some_are_imported_and_else_said_to_be_missing(
        self, published_home: Settings
    ) -> None:
        asked = {"indikator": "bostedslos", "sammenlign": "fylke", "vis": "grensekart"}
        assert "Kart med grenser er ikke lagt inn for dette." in words(opened("indikator", published_home, **asked))
        shapes = {c["properties"]["fylkesnummer"]: c["geometry"] for c in counties()}
        origin = Origin("a", "0", "2026-11-24T12:00:00+00:00", "© Kartverket, CC BY 4.0", 0)
        write_map(published_home.home, StoredMap(origin, {"fylke": shapes}))
        assert "Kart: © Kartverket, CC BY 4.0." in words(opened("indikator", published_home, **asked))
        path_in(published_home.home).write_text("{", encoding="utf-8")
        assert "Kartet som er lagt inn, kan ikke leses." in words(opened("indikator", published_home, **asked))

    def test_a_map_that_has_none_of_the_places_says_so(
        self, published_home: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        elsewhere = (Cell("fylke", "99", 0, 0),)
        monkeypatch.setattr("dashboards.components.map_section.load_cells", lambda _: {"fylke": elsewhere})
        page = opened("indikator", published_home, indikator="bostedslos", sammenlign="fylke", vis="kart")
        assert "15 steder er ikke på kartet, men står i tabellen: " in words(page)

    def test_boundaries_are_offered_only_where_some_are_imported(self, published_home: Settings) -> None:
        assert opened("indikator", published_home).selectbox(key="valg_vis").options == ["Rangering", "Kart"]
        path_in(published_home.home).parent.mkdir()
        path_in(published_home.home).touch()
        assert opened("indikator", published_home).selectbox(key="valg_vis").options[-1] == "Kart med grenser"

    def test_a_bad_address_is_explained_until_something_is_chosen(self, published_home: Settings) -> None:
        page = opened("indikator", published_home, indikator="finnes_ikke")
        assert "en indikator («finnes_ikke»)" in words(page)
        assert "Nærmest det adressen ber om" not in words(page)
        page.selectbox(key="valg_region").select("korus-midt").run()
        assert not page.exception
        assert "Adressen passer ikke" not in words(page)
        assert page.query_params["region"] == "korus-midt"
        assert page.query_params["indikator"] == "bolig_tilfredsstillende"

    def test_a_bad_address_offers_what_is_nearest(self, published_home: Settings) -> None:
        page = opened("indikator", published_home, indikator="bostedslss", region="kommune-1601", aar="2031")
        assert 'href="?indikator=bostedslos&amp;region=land-0&amp;' in words(page)
        assert ">BrukerPlan: Bostedsløse</a>" in words(page)
        assert ">Trondheim (kommune)</a>" in words(page)

    def test_a_choice_goes_into_the_address(self, published_home: Settings) -> None:
        page = opened("indikator", published_home)
        assert page.query_params["region"] == "land-0"
        page.selectbox(key="valg_indikator").select("blalys").run()
        assert not page.exception
        assert [t.value for t in page.title] == ["Levekårsindeks blålys"]
        assert dict(page.query_params) == {
            "indikator": "blalys", "region": "land-0", "grenser": "2024", "base": "rus", "inndeling": "alle",
            "aar": "2019", "sammenlign": "korus", "vis": "rangering", "utvalg": "alle", "sprak": "nb",
        }  # fmt: skip

    def test_borders_are_a_choice_that_keeps_the_place(self, published_home: Settings) -> None:
        page = opened("indikator", published_home, region="kommune-4601")
        assert "Kommuner og fylker slik de var i 2024, for alle år" in words(page)
        page.selectbox(key="valg_grenser").select("rapportert").run()
        assert not page.exception
        assert (page.query_params["grenser"], page.query_params["region"]) == ("rapportert", "kommune-4601")
        assert "slik de var da tallet ble meldt" in words(page)

    def test_an_uncertain_figure_says_so_with_the_limit(self, published_home: Settings) -> None:
        page = opened("indikator", published_home, region="korus-nord")
        assert f"Usikkert grunnlag i 2017 (åpent punkt): kommunene som deltok, har mindre enn 50{NBSP}%" in words(page)
        assert words(page).count("usikkert grunnlag") >= 1


@pytest.mark.parametrize("language", ["nn", "en"])
@pytest.mark.parametrize("module", ["oversikt", "indikator", "region", "opptrappingsplanen", "om_tallene"])
def test_every_page_is_written_in_every_language(published_home: Settings, module: str, language: str) -> None:
    """What is left of bokmål stands marked, so that it is read aloud as what it is."""
    page = opened(module, published_home, language, region="kommune-5001", indikator="bostedslos")
    said = re.sub(r'<span lang="nb">.*?</span>|[«“].*?[»”]|<[^>]*>', " ", words(page).replace("\n", " "))
    left = {
        "nn": r"\b(ikke|tallene|hvordan|utgivelsen|mottatt|noen)\b",
        "en": r"\b(ikke|tall|andel|hele landet|uendret|mottatt|deltok)\b",
    }
    assert re.findall(left[language], said) == []
    assert len(said.split()) > 100


@pytest.mark.parametrize(
    "region", ["land-0", "korus-midt", "helseregion-nord", "fylke-50", "kommune-5001", "kommune-5636"]
)
def test_every_kind_of_region_runs(published_home: Settings, region: str) -> None:
    page = opened("region", published_home, region=region)
    assert "Bostedsløse" in words(page)


class TestOpptrappingsplanen:
    @pytest.mark.parametrize("region", ["land-0", "korus-midt", "fylke-50", "kommune-5636"])
    @pytest.mark.parametrize("plan", ["rusfeltet_2016_2020", "psykisk_helse_2023_2033"])
    def test_both_plans_run_everywhere(self, published_home: Settings, plan: str, region: str) -> None:
        page = opened("opptrappingsplanen", published_home, plan=plan, region=region)
        assert dict(page.query_params) == {"plan": plan, "region": region, "sprak": "nb"}
        assert "kan ikke legges sammen og holdes mot målet" in words(page)

    def test_the_chart_of_the_money_is_taken_away_as_a_picture_with_its_warning(self, published_home: Settings) -> None:
        page = opened("opptrappingsplanen", published_home, plan="rusfeltet_2016_2020", region="land-0")
        labels = [button.proto.label for button in page.get("download_button")]
        assert labels.count("Last ned PNG") == labels.count("Last ned SVG") == 1
        assert words(page).count('class="o-copy"') == 2

    def test_a_plan_and_a_place_are_chosen_and_go_into_the_address(self, published_home: Settings) -> None:
        page = opened("opptrappingsplanen", published_home)
        assert [t.value for t in page.title] == ["Opptrappingsplanen for rusfeltet 2016–2020"]
        assert "riktig retning" in words(page)
        page.selectbox(key="valg_plan").select("psykisk_helse_2023_2033").run()
        assert not page.exception
        assert page.query_params["plan"] == "psykisk_helse_2023_2033"
        assert "under 40 dager" in words(page)

    def test_a_place_of_other_borders_is_shown_as_the_land(self, published_home: Settings) -> None:
        page = opened("opptrappingsplanen", published_home, region="kommune-9999")
        assert "en region («kommune-9999»)" in words(page)
        assert "Hele landet, 46 indikatorer" in words(page)

    def test_a_release_from_before_there_were_plans_says_so(self, published_home: Settings) -> None:
        folder = published_home.releases / RELEASE
        for name in ("plans.json", "planstatus.parquet"):
            (folder / name).unlink()
        write_manifest(folder)
        page = opened("opptrappingsplanen", published_home)
        assert "Denne utgivelsen har ingen planer." in words(page)


def test_the_page_about_the_figures_explains_every_sign(published_home: Settings) -> None:
    page = opened("om_tallene", published_home)
    for sign in (":", "..", "."):
        assert f'<th scope="row">{sign}</th>' in words(page)
    assert "Syntetiske data" in [h.value for h in page.header]


def test_the_page_about_the_figures_tells_what_changed(published_home: Settings) -> None:
    assert "første utgivelsen" in words(opened("om_tallene", published_home))
    nothing = {key: [] for key in ("grunnlag", "kommuner", "antall", "storst")}
    said = {"fra": "a1", "til": RELEASE, "forklart": True, "endret": 7, "uforklart": 0, **nothing}
    folder = published_home.releases / f"{RELEASE}.endringer"
    folder.mkdir()
    (folder / "endringer.json").write_text(json.dumps(said), encoding="utf-8")
    assert "7 tall er endret siden utgivelse a1." in words(opened("om_tallene", published_home))
    (folder / "endringer.json").write_text("{", encoding="utf-8")
    broken = opened("om_tallene", published_home)
    assert "kan ikke leses" in words(broken)
    assert "Utgivelsen" in [h.value for h in broken.header]


class TestSammenlign:
    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"steder": "kommune-5001,kommune-5636", "indikatorer": "blalys,tilfreds", "mot": "korus"},
            {"steder": "kommune-5001", "indikatorer": "arsverk_totalt", "grenser": "rapportert"},
            {"steder": "fylke-50", "indikatorer": ""},
        ],
        ids=["nothing chosen before", "municipalities", "as reported", "an emptied list"],
    )
    def test_every_kind_of_view_runs(self, published_home: Settings, params: dict[str, str]) -> None:
        page = opened("sammenlign", published_home, **params)
        assert [t.value for t in page.title] == ["Sammenlign"]
        assert "Adressen passer ikke" not in words(page)
        assert ("Ingen indikatorer er valgt" in words(page)) is (params.get("indikatorer") == "")

    def test_a_choice_is_written_to_the_address_and_sorts_the_table(self, published_home: Settings) -> None:
        page = opened("sammenlign", published_home, steder="fylke-50,fylke-56", indikatorer="bostedslos", aar="2019")
        page.multiselect(key="sammenlign_steder").select("korus-nord").run()
        page.selectbox(key="sammenlign_sorter").select("bostedslos").run()
        assert not page.exception
        assert page.query_params["steder"] == "fylke-50,fylke-56,korus-nord"
        assert page.query_params["sorter"] == "bostedslos"
        assert 'aria-sort="descending"' in words(page)


class TestDekning:
    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    def test_every_wave_is_shown_in_every_language(self, published_home: Settings, language: str) -> None:
        page = opened("dekning", published_home, undersokelse="brukerplan", aar="2019", sprak=language)
        assert len(page.title) == 1
        assert "Kristiansund" in words(page)
        page.selectbox(key="dekning_undersokelse").select("brukertilfredshet").run()
        assert not page.exception
        assert page.query_params["aar"] == "2019"

    def test_a_survey_that_there_is_not_is_explained(self, published_home: Settings) -> None:
        page = opened("dekning", published_home, undersokelse="tull")
        assert "en undersøkelse («tull»)" in words(page)


class TestDekningOnBoundaries:
    def test_they_are_offered_and_drawn_where_some_are_imported(self, published_home: Settings) -> None:
        asked = {"undersokelse": "brukerplan", "aar": "2019"}
        assert "dekning_vis" not in {box.key for box in opened("dekning", published_home, **asked).selectbox}
        missing = opened("dekning", published_home, **asked, vis="grensekart")
        assert "Kart med grenser er ikke lagt inn for dette." in words(missing)
        shape = counties()[0]["geometry"]
        origin = Origin("a", "0", "2026-11-24T12:00:00+00:00", "© Kartverket, CC BY 4.0", 0)
        write_map(published_home.home, StoredMap(origin, {"kommune": {"5001": shape}}))
        page = opened("dekning", published_home, **asked)
        assert "© Kartverket" not in words(page)
        page.selectbox(key="dekning_vis").select("grensekart").run()
        assert not page.exception
        assert page.query_params["vis"] == "grensekart"
        assert "Kart: © Kartverket, CC BY 4.0." in words(page)


class TestTakenAway:
    """Pages of tables offer their figures, or the table as it is read; a link, and a sentence that cites."""

    @pytest.mark.parametrize(
        ("module", "params", "files", "sentence"),
        [
            pytest.param("oversikt", {}, [2], "Hele landet. ", id="oversikt"),
            pytest.param("region", {"region": "kommune-5001"}, [2], "Trondheim. ", id="region"),
            pytest.param("sammenlign", {"steder": "kommune-5001", "indikatorer": "bostedslos"}, [2], "I ett sted",
                         id="sammenlign"),
            pytest.param("dekning", {"undersokelse": "brukerplan", "aar": "2019"}, [4, 2, 4], "I 2019", id="dekning"),
        ],
    )  # fmt: skip
    def test_files_link_and_sentence(
        self, published_home: Settings, module: str, params: dict[str, str], files: list[int], sentence: str
    ) -> None:
        page = opened(module, published_home, **params)
        labels = [f"Last ned {kind}" for kind in ("CSV", "Excel", "PNG", "SVG")]
        offered = [button.proto.label for button in page.get("download_button")]
        assert [label for label in offered if label in labels] == [label for n in files for label in labels[:n]]
        said = words(page)
        assert said.count(f"utgivelse={RELEASE}") >= len(files)
        assert f'data-copy="{sentence}' in said

    def test_an_empty_place_has_nothing_to_take(self, published_home: Settings) -> None:
        page = opened("sammenlign", published_home, steder="", indikatorer="bostedslos")
        assert not page.get("download_button")


class TestReports:
    """What is handed over when a button is pressed, made then and not before."""

    @pytest.mark.parametrize(
        ("module", "params", "labels"),
        [
            pytest.param("region", {"region": "kommune-5001"},
                         ["Last ned kommunerapporten som PDF", "Last ned kommunerapporten som Word"],
                         id="municipality"),
            pytest.param("region", {"region": "korus-midt"},
                         ["Last ned alle tall for kommunene som Excel"], id="KoRus"),
            pytest.param("region", {"region": "fylke-50"}, [], id="no report of a county"),
            pytest.param("region", {"region": "kommune-5001", "grenser": "rapportert"}, [], id="other borders"),
            pytest.param("opptrappingsplanen", {"region": "fylke-50"},
                         ["Last ned tabellene (CSV)", "Last ned statusrapporten som PDF",
                          "Last ned statusrapporten som Excel", "Last ned statusrapporten som Word"], id="plan"),
        ],
    )  # fmt: skip
    def test_a_page_offers_the_reports_there_are_of_its_place(
        self, published_home: Settings, module: str, params: dict[str, str], labels: list[str]
    ) -> None:
        page = opened(module, published_home, **params)
        of_charts = {f"Last ned {kind}" for kind in ("CSV", "Excel", "PNG", "SVG")}
        assert [button.label for button in page.get("download_button") if button.label not in of_charts] == labels

    @pytest.mark.parametrize("language", ["nn", "en"])
    def test_what_is_handed_over_is_the_report_in_a_language_it_is_written_in(
        self, release: Release, home: Settings, language: str
    ) -> None:
        place = release.region["kommune-5001"]
        content = maker(release, "kommune", place, norwegian(language), None, ReportFormat.PDF)()
        assert content.startswith(b"%PDF-1.7")
        assert (b"nn-NO" in content) == (language == "nn")


class TestOmTallene:
    def test_the_contents_lead_to_every_section(self, published_home: Settings) -> None:
        page = opened("om_tallene", published_home)
        anchors = [header.anchor for header in page.header]
        assert len(anchors) == len(set(anchors)) > 8
        assert re.findall(r'href="#([^"]+)"', words(page)) == anchors

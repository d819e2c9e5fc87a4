"""The command as a person types it: exit codes, sentences, JSON, and that an error is never a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.orchestration.stages import Stages
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.files import csv_bytes, form, valid_rows
from tests.support.formats import zip_bytes
from tests.support.installation import WAVE, build_draft, put_wave, set_on_the_pages

Answer = tuple[int, str, str]
EV19 = form("ettervern", 2019)
"""Of few rules: each costs great_expectations ten milliseconds, and what is asked here is not what rules say."""
FIELDS = ["file", "survey", "form", "year", "status", "rows_read", "rows_accepted", "rows_set_aside", "rows_refused",
          "findings", "not_run", "suggestions", "delivery"]  # fmt: skip


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "inn" / "god.csv"
    path.parent.mkdir()
    rows = [{c: "2" if v == "9" else v for c, v in r.items()} for r in valid_rows(EV19, 8, 2019)]
    path.write_bytes(csv_bytes(EV19, rows))
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "inn" / "feil.csv"
    path.parent.mkdir(exist_ok=True)
    rows = valid_rows(EV19, 4, 2019)
    rows[1]["kjonn"] = "7"
    path.write_bytes(csv_bytes(EV19, rows))
    return path


def test_check_and_deliver_a_good_file(opptrapp: Callable[..., Answer], good: Path) -> None:
    assert opptrapp("check", good)[0] == 0
    code, out, _ = opptrapp("deliver", good)
    assert code == 0
    assert "Kvittering L000001" in out
    assert "8 lest = 8 godtatt + 0 satt til side + 0 avvist" in out


def test_findings_are_sentences_with_a_place(opptrapp: Callable[..., Answer], bad: Path) -> None:
    code, out, _ = opptrapp("check", bad)
    assert code == 2
    assert "Må rettes (1)\n    «7» er ikke blant kodene for Kjønn." in out
    assert "1 funn, kolonne «Kjønn», rad 3" in out
    assert out.count("Det betyr ikke at vurderingene er riktige") == 1


def test_reports_are_written_beside_what_is_printed(opptrapp: Callable[..., Answer], bad: Path, tmp_path: Path) -> None:
    html, excel = tmp_path / "funn.html", tmp_path / "funn.xlsx"
    code, out, _ = opptrapp("check", bad, "--language", "nn", "--html", html, "--excel", excel)
    assert code == 2
    assert "Må rettast (1)" in out
    assert out.rstrip().endswith(f"Skreiv {html}.\nSkreiv {excel}.")
    assert "<html lang='nn'>" in html.read_text(encoding="utf-8")
    assert excel.read_bytes().startswith(b"PK")
    assert (html.stat().st_mode | excel.stat().st_mode) & 0o077 == 0


def test_each_file_in_a_zip_file_has_its_report(
    opptrapp: Callable[..., Answer], good: Path, bad: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "alt.zip"
    packed.write_bytes(zip_bytes({"2015/god.csv": good.read_bytes(), "2015/feil.csv": bad.read_bytes()}))
    code, _, _ = opptrapp("check", packed, "--html", tmp_path / "ut")
    assert code == 2
    assert sorted(p.name for p in (tmp_path / "ut").iterdir()) == ["feil.funn.html", "god.funn.html"]


def test_nothing_is_handed_in_when_the_report_cannot_be_written(
    opptrapp: Callable[..., Answer], good: Path, home: Settings
) -> None:
    taken = good.with_suffix(".html")
    taken.write_text("mitt", encoding="utf-8")
    code, out, err = opptrapp("deliver", good, "--html", taken)
    assert (code, out, "finnes allerede" in err) == (2, "", True)
    assert taken.read_text(encoding="utf-8") == "mitt"
    assert not home.accepted.exists()


def test_json_has_the_promised_fields(opptrapp: Callable[..., Answer], good: Path, bad: Path) -> None:
    code, out, _ = opptrapp("check", good.parent, "--json")
    reports = json.loads(out)
    assert code == 2
    assert [r["file"] for r in reports] == ["feil.csv", "god.csv"]
    assert all(list(r) == FIELDS for r in reports)
    finding = next(f for f in reports[0]["findings"] if f["severity"] == "error")
    assert (finding["row"], finding["column"], finding["value"], finding["rule"]) == (3, "Kjønn", "7", "kjonn-kode")
    assert list(finding) == ["row", "column", "value", "rule", "severity", "message"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("check", "finnesikke.csv"), 3, "finnes ikke"),
        (("run",), 2, "Ingenting er levert"),
        (("run", "--survey", "brukerplann", "--year", "2015"), 2, "Velg blant"),
        (("run", "--survey", "brukerplan", "--year", "1999"), 2, "Velg blant"),
        (("run", "--year", "2015"), 2, "Velg blant"),
        (("release", "show", "finnesikke"), 2, "finnes ikke"),
        (("release", "publish", "../../etc"), 2, "finnes ikke"),
        (("release", "verify", "finnesikke"), 2, "finnes ikke"),
        (("synth", "ut", "--survey", "ukjent"), 2, "Velg blant"),
    ],
)
def test_a_mistake_gets_one_sentence(
    opptrapp: Callable[..., Answer], arguments: tuple[str, ...], code: int, said: str
) -> None:
    got, out, err = opptrapp(*arguments)
    assert got == code
    assert said in err
    assert "Traceback" not in out + err


def test_an_empty_folder_is_said(opptrapp: Callable[..., Answer], tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    code, _, err = opptrapp("check", tmp_path / "tom")
    assert (code, "tom" in err) == (3, True)


def test_the_unforeseen_is_a_sentence_too(opptrapp: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.cli.contracts.load_catalogue", lambda _: 1 / 0)
    code, out, err = opptrapp("indicator", "list")
    assert code == 4
    assert "--debug" in err
    assert "Traceback" not in out + err
    with pytest.raises(ZeroDivisionError):
        opptrapp("indicator", "list", "--debug")


@pytest.mark.slow
def test_from_parts_to_a_published_release(opptrapp: Callable[..., Answer], home: Settings) -> None:
    put_wave(home, *WAVE, {"1103": 30})
    assert "audit_c|2020" in opptrapp("run", "--plan")[1]
    assert opptrapp("release", "list")[1].strip() == "Ingen utgivelser ennå. Lag en med «opptrapp run»."
    made = json.loads(opptrapp("run", "--json")[1])
    release = made["release"]
    assert [s["stage"] for s in made["stages"]][-1] == "release_draft"
    assert json.loads(opptrapp("release", "list", "--json")[1])[0]["current"] is False
    assert opptrapp("release", "verify", release)[0] == 0
    code, _, err = opptrapp("release", "publish", release)
    assert (code, "er utkast og kan ikke publiseres: det må være godkjent" in err) == (2, True)
    for step in ("submit", "approve", "publish"):
        assert opptrapp("release", step, release)[0] == 0
    assert "vises nå" in opptrapp("release", "list")[1]
    told = json.loads(opptrapp("release", "show", release, "--json")[1])
    assert (told["syntetisk"], told["status"], [s["step"] for s in told["steg"]]) == (
        True, "publisert", ["send", "godkjenn", "publiser"]
    )  # fmt: skip
    assert "Revisjon" in opptrapp("release", "show", release)[1]
    assert opptrapp("release", "withdraw", release, "--reason", "feil")[1].startswith(f"{release} er trukket.")


def test_the_demo_does_not_take_the_place_of_real_rows(opptrapp: Callable[..., Answer], home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 10}, synthetic=False)
    code, _, err = opptrapp("demo", "--no-serve")
    assert (code, "OPPTRAPP_HOME" in err) == (2, True)
    assert not home.examples.exists()


@pytest.mark.parametrize("command", ["contract", "indicator"])
def test_lint_is_clean_and_list_is_json(opptrapp: Callable[..., Answer], command: str) -> None:
    assert opptrapp(command, "lint")[:2] == (0, "Ingen feil.\n")
    assert json.loads(opptrapp(command, "lint", "--json")[1]) == []
    assert json.loads(opptrapp(command, "list", "--json")[1])


def test_lint_tells_the_place(opptrapp: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    from pipelines.settings import REPOSITORY

    folder = tmp_path / "kontrakter"
    shutil.copytree(REPOSITORY / "data_contracts", folder)
    path = folder / "surveys" / "brukerplan" / "indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kjonn = 'kvinne'", "kjonn = 'kvine'"), encoding="utf-8")
    monkeypatch.setenv("OPPTRAPP_CONTRACTS", str(folder))
    code, out, _ = opptrapp("indicator", "lint")
    assert code == 2
    assert "brukerplan/indicators.yaml:" in out
    assert "Mente du «kvinne»?" in out


def test_a_note_with_a_number_is_kept_with_a_warning(opptrapp: Callable[..., Answer]) -> None:
    about = ("note", "add", "brukerplan", "2015", "1103")
    warning = "Den blir ikke vist hvis kommunen har skjulte tall"
    code, out, _ = opptrapp(*about, "Vi har tre uten bolig")
    assert (code, warning in out) == (0, True)
    code, out, _ = opptrapp(*about, "Ny rutine fra 2015")
    assert (code, warning in out) == (0, False)


def test_release_show_lists_the_notes_that_will_be_published(opptrapp: Callable[..., Answer], home: Settings) -> None:
    put_wave(home, *WAVE, {"1103": 30})
    register = open_register(home.register_url)
    for words in ("Ny [red]rutine[/red].", "Vi har tre."):
        register.add_note(*WAVE, "1103", text=words, actor="kari")
    code, out, _ = opptrapp("release", "show", build_draft(Stages(home), ["audit_c|2020"]))
    assert code == 0
    assert "Én merknad blir publisert ordrett:" in out
    assert "Ny [red]rutine[/red]." in out
    assert "Én merknad er holdt tilbake" in out
    assert "Vi har tre" not in out
    assert "kari" not in out


def test_a_near_miss_is_accepted_once_and_remembered(
    opptrapp: Callable[..., Answer], good: Path, home: Settings
) -> None:
    near = good.with_name("nesten.csv")
    near.write_bytes(good.read_bytes().replace(b"Kommunenr;", b"Kommune nr;"))
    code, out, _ = opptrapp("check", near)
    assert code == 2
    assert "mente du «Kommunenr»" in out
    assert "--accept" in out
    assert opptrapp("deliver", near, "--accept")[0] == 0
    code, out, _ = opptrapp("check", near)
    assert code == 0
    assert "er lest som «Kommunenr»" in out


def test_a_delivery_is_confirmed_withdrawn_and_deleted(
    opptrapp: Callable[..., Answer], good: Path, home: Settings
) -> None:
    _, out, _ = opptrapp("deliver", good, "--name", "Kari Nordmann")
    assert "Bekreftet av: Kari Nordmann" in out
    assert "Egne tall for" in out
    assert opptrapp("delivery", "confirm", "L000001", "--name", "Ola")[0] == 2
    assert opptrapp("delivery", "withdraw", "L000001", "--reason", "feil uttrekk")[0] == 0
    assert opptrapp("delivery", "delete", "L000001", "--reason", "reservasjon", "--yes")[0] == 0
    assert [p for p in home.accepted.rglob("*") if p.is_file()] == []
    _, out, _ = opptrapp("delivery", "list", "--json")
    (entry,) = json.loads(out)
    assert (entry["number"], entry["rows_accepted"] > 0, entry["parts"][0]["state"]) == ("L000001", True, "slettet")
    code, out, _ = opptrapp("delivery", "list", "--municipality", "1103")
    assert (code, "i orden" in out, "slettet" in out) == (0, True, True)
    _, out, _ = opptrapp("trace", "L000001")
    assert "slettet" in out


def test_a_municipality_says_that_it_does_not_map_and_explains_a_figure(opptrapp: Callable[..., Answer]) -> None:
    place = ("brukerplan", "2019", "1103")
    assert opptrapp("declare", *place, "--reason", "kapasitet", "--language", "nn")[0] == 0
    assert opptrapp("declare", *place, "--revoke")[0] == 0
    assert opptrapp("note", "add", *place, "ny rutine", "--indicator", "bostedslos")[0] == 0
    code, out, _ = opptrapp("note", "list")
    assert (code, "ny rutine" in out) == (0, True)
    assert opptrapp("note", "remove", "1")[0] == 0
    assert json.loads(opptrapp("note", "list", "--json")[1]) == []


def test_a_published_release_is_attacked_again_as_its_manifest_tells(
    opptrapp: Callable[..., Answer], drafted: Settings
) -> None:
    (draft,) = open_register(drafted.register_url).releases()
    set_on_the_pages(drafted, draft.id)
    manifest = json.loads((drafted.releases / draft.id / "manifest.json").read_text(encoding="utf-8"))["revisjon"]
    code, out, err = opptrapp("audit", draft.id, "--json")
    assert (code == 0, err.strip()) == (manifest["resultat"] == "bestatt", "")
    told = json.loads(out)
    assert told["skjult"] > 0
    assert {one["regiontype"]: one["hele_skjult"] for one in told["hele"]}["land"] == 0
    assert {name: told[name] for name in ("skjult", "provd", "gjenskapt", "brudd", "grenser")} == {
        name: manifest[name] for name in ("skjult", "provd", "gjenskapt", "brudd", "grenser")
    }


def test_what_all_sums_allow_is_entered_in_the_register(opptrapp: Callable[..., Answer], drafted: Settings) -> None:
    register = open_register(drafted.register_url)
    (draft,) = register.releases()
    assert register.bounds(draft.id) is None
    code, out, err = opptrapp("audit", draft.id, "--bounds", "alle", "--json")
    told = json.loads(out)
    assert told["grenser"]["avgjort"] == told["grenser"]["provd"] > 0
    assert (code == 0, err.strip()) == (told["grenser"]["for_snevre"] == 0, "")
    assert register.bounds(draft.id) is (code == 0)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("delivery", "receipt", "L000099"), id="no such delivery"),
        pytest.param(("delivery", "withdraw", "L1x", "--reason", "feil"), id="no number"),
        pytest.param(("declare", "brukerplan", "2022", "1103", "--reason", "x"), id="a year without a form"),
        pytest.param(("declare", "brukerplan", "2019", "1103"), id="no reason"),
        pytest.param(("note", "remove", "7"), id="no such note"),
        pytest.param(("trace", "L000099"), id="nothing to trace"),
        pytest.param(("audit", "finnesikke"), id="no such release"),
        pytest.param(("plan", "show", "femarsplanen"), id="no such plan"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(opptrapp: Callable[..., Answer], arguments: tuple[str, ...]) -> None:
    code, out, err = opptrapp(*arguments)
    assert code == 2
    assert (out, err.strip().count("\n")) == ("", 0)
    assert err.strip().endswith(".")

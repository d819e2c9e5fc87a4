"""Every setting that can be wrong is told in one sentence: which, what it was given, what it may be; no password."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import get_args

import pytest
from pydantic import SecretStr, ValidationError

from pipelines.setting_forms import Engine, LogFormat
from pipelines.settings import LONGEST, PREFIX, Settings, WrongSetting
from pipelines.texts import READ_IN, text

PASSWORD = "hemmelig"
ANYTHING_GOES = {"oidc_client_id", "oidc_client_secret"}

# setting, what it is given, the form that is asked for, whether the value is shown
WRONG = [
    ("home", "{file}", "mappe", True),
    ("contracts", "{file}", "mappe", True),
    ("database_url", "tull", "database", False),
    ("database_url", f"mysql://u:{PASSWORD}@vert/base", "database", False),
    ("database_url", f"postgresql://u:{PASSWORD}@vert:port/base", "database", False),
    ("database_url", "sqlite://", "database", False),
    ("page_port", "tull", "port", True),
    ("page_port", "0", "port", True),
    ("page_port", "65536", "port", True),
    ("free_gigabytes", "1,5", "gigabyte", True),
    ("free_gigabytes", "-1", "gigabyte", True),
    ("free_gigabytes", "nan", "gigabyte", True),
    ("log_format", "xml", "loggformat", True),
    ("dagster_url", "tull", "nettadresse", True),
    ("dagster_url", "http://127.0.0.1:port", "nettadresse", True),
    ("dagster_url", "http://127.0.0.1:99999", "nettadresse", True),
    ("dagster_database_url", "sqlite:///fil", "postgresql", False),
    ("dagster_database_url", f"postgresql://u:{PASSWORD}@vert:port/base", "postgresql", False),
    ("address", "http://127.0.0.1", "adresse", True),
    ("address", "127.0.0.1 8501", "adresse", True),
    ("public_url", "opptrapp.example.no", "nettadresse", True),
    ("public_url", f"https://u:{PASSWORD}@opptrapp.example.no", "nettadresse", False),
    ("oidc_metadata_url", "ftp://login.example.no", "nettadresse", True),
    ("oidc_issuer", "https://", "nettadresse", True),
    ("oidc_scope", "profile email", "omfang", True),
    ("engine", "tull", "motor", True),
    ("spark_master", "vert:7077", "klynge", True),
    ("spark_master", "spark://vert", "klynge", True),
    ("smtp_url", f"https://u:{PASSWORD}@vert", "epostserver", False),
    ("smtp_url", f"smtps://u:{PASSWORD}@vert:port", "epostserver", False),
    ("notice_from", "Opptrapp", "avsender", True),
    ("notice_from", "Opptrapp <a@example.no>\nBcc: b@example.no", "avsender", False),
    ("webhook_hosts", "https://varsel.example.no", "verter", True),
    ("webhook_hosts", "a.example.no, b.example.no:port", "verter", True),
]
RIGHT = [
    ("home", "{file}-som-ikke-finnes"),
    ("database_url", "sqlite:////var/lib/opptrapp/register.sqlite"),
    ("database_url", f"postgres://bruker:{'p%40s#s'}@/base"),
    ("page_port", "65535"),
    ("free_gigabytes", "1e9"),
    ("dagster_url", "http://[::1]:3000"),
    ("dagster_database_url", "postgresql+psycopg2://u@vert/base"),
    ("address", "0.0.0.0"),
    ("address", "::1"),
    ("address", "localhost"),
    ("public_url", "https://opptrapp.example.no/"),
    ("spark_master", "local"),
    ("spark_master", "spark://vert-1.example.no:7077"),
    ("smtp_url", "smtp+starttls://u:p@epost.example.no:587"),
    ("notice_from", "Opptrapp <opptrapp@example.no>"),
    ("webhook_hosts", "varsel.example.no:8443, annen.example.no"),
]


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "fil"
    path.touch()
    return str(path)


def refused(monkeypatch: pytest.MonkeyPatch, **given: str) -> WrongSetting:
    for name, value in given.items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", value)
    with pytest.raises(WrongSetting) as wrong:
        Settings()
    return wrong.value


@pytest.mark.parametrize(("name", "value", "form", "shown"), WRONG)
def test_a_wrong_one_is_one_sentence(
    name: str, value: str, form: str, shown: bool, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = value.format(file=file)
    error = refused(monkeypatch, **{name: value})
    for language in READ_IN:
        right = text(f"innstilling.{form}", language)
        values = {"navn": f"{PREFIX}{name.upper()}", "riktig": right}
        told = text("innstilling.feil", language, verdi=value[:LONGEST], **values)
        assert error.said(language) == (told if shown else text("innstilling.feil_skjult", language, **values))
    assert str(error) == error.said("nb")
    printed = "".join(traceback.format_exception(error))
    assert PASSWORD not in printed
    assert "ValidationError" not in printed


def test_there_is_a_wrong_one_for_every_setting_that_can_be() -> None:
    assert {name for name, *_ in WRONG} == Settings.model_fields.keys() - ANYTHING_GOES


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_right_one_is_taken(name: str, value: str, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}{name.upper()}", value.format(file=file))
    assert name in Settings().model_fields_set


@pytest.mark.parametrize(("form", "choices"), [("motor", Engine), ("loggformat", LogFormat)])
def test_the_words_name_every_choice(form: str, choices: object) -> None:
    literal, _ = get_args(choices)
    for language in READ_IN:
        assert set(get_args(literal)) <= set(text(f"innstilling.{form}", language).split())


def test_all_that_are_wrong_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = str(refused(monkeypatch, engine="tull", page_port="tull"))
    assert "OPPTRAPP_ENGINE er satt til «tull»" in told
    assert "OPPTRAPP_PAGE_PORT er satt til «tull»" in told


def test_a_long_or_unprintable_value_is_shown_as_far_as_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    told = str(refused(monkeypatch, engine="\x1b[31m" + "x" * 500))
    assert f"«�[31m{'x' * (LONGEST - 5)}»" in told


def test_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {name: field.default for name, field in Settings.model_fields.items()}
    for name in usual:
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", "")
    assert Settings().model_dump() == usual


def test_what_is_no_setting_is_a_mistake_in_the_code() -> None:
    with pytest.raises(ValidationError):
        Settings(motor="duckdb")


def test_a_secret_is_not_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPPTRAPP_OIDC_CLIENT_SECRET", PASSWORD)
    assert Settings().oidc_client_secret == SecretStr(PASSWORD)
    assert PASSWORD not in repr(Settings())

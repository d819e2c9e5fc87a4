"""The way in: what is written where, the same every time, and clear words when it cannot be."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from pathlib import Path

import pytest

from pipelines.atomic import replace_file
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.geography import Geography
from pipelines.synthetic import ExampleError, make_examples
from pipelines.synthetic.make import ascii_name
from tests.support.files import contracts


def hashes(paths: list[Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture
def other_contracts(tmp_path: Path) -> Path:
    """A copy of the project's contracts that a test may change."""
    return Path(shutil.copytree(contracts().folder, tmp_path / "contracts"))


def changed(folder: Path) -> Contracts:
    return load_contracts(folder)


@pytest.mark.parametrize(("survey", "year"), [("brukertilfredshet", 2017), ("brukerplan", 2015)], ids=["sav", "csv"])
def test_two_runs_give_the_same_bytes(geography: Geography, tmp_path: Path, survey: str, year: int) -> None:
    first, second = (
        hashes(make_examples(contracts(), geography, tmp_path / run, survey=survey, year=year)) for run in ("a", "b")
    )
    assert first == second


def test_files_lie_under_survey_and_year(geography: Geography, tmp_path: Path) -> None:
    written = make_examples(contracts(), geography, tmp_path, survey="brukertilfredshet", year=2017)
    assert len(written) == 20
    assert sorted(written) == sorted((tmp_path / "brukertilfredshet" / "2017").iterdir()), "and nothing else"
    assert all(path.name.startswith("brukertilfredshet_2017_") and path.suffix == ".sav" for path in written)


def test_the_published_figures_are_copied_as_they_are(geography: Geography, tmp_path: Path) -> None:
    (written,) = make_examples(contracts(), geography, tmp_path, survey="indikatortall")
    assert written == tmp_path / "indikatortall" / "alle" / "publiserte_tall.csv"
    assert written.read_bytes() == (contracts().folder / "reference" / "publiserte_tall.csv").read_bytes()


def test_progress_reaches_the_last_file(geography: Geography, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    make_examples(
        contracts(), geography, tmp_path, survey="brukertilfredshet", year=2017,
        progress=lambda *step: seen.append(step)
    )  # fmt: skip
    assert seen == [("brukertilfredshet 2017", done, 20) for done in range(1, 21)]


def test_files_of_an_earlier_draw_are_removed_and_others_left_alone(geography: Geography, tmp_path: Path) -> None:
    folder = tmp_path / "brukertilfredshet" / "2017"
    folder.mkdir(parents=True)
    (folder / "brukertilfredshet_2017_9999_Borte.sav").touch()
    (folder / "notat.txt").touch()
    written = make_examples(contracts(), geography, tmp_path, survey="brukertilfredshet", year=2017)
    assert {p.name for p in folder.iterdir()} == {p.name for p in written} | {"notat.txt"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"survey": "ungdata"},
            "«ungdata» finnes ikke. Velg en av disse: audit_c, brukerplan, brukertilfredshet, egenrapport",
        ),
        ({"survey": "brukerplan", "year": 2016}, "«brukerplan» har ikke året 2016. Velg et av disse: 2015, 2017, 2019"),
        ({"year": 1999}, "eksempel for 1999. Velg et av disse årene: 2015, 2017"),
        ({"survey": "indikatortall", "year": 2019}, "«indikatortall» har ikke året 2019"),
    ],
)
def test_what_is_not_there_is_refused_before_anything_is_written(
    geography: Geography, tmp_path: Path, arguments: dict[str, str | int], message: str
) -> None:
    with pytest.raises(ExampleError, match=message):
        make_examples(contracts(), geography, tmp_path, **arguments)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("survey", "content", "message"),
    [
        ("indikatortall", "copy: reference/borte.csv", "reference/borte.csv, som example.yaml"),
        ("indikatortall", "waves: {}", "oppgi enten copy, eller waves og seed"),
        ("indikatortall", "kopi: x", "indikatortall/example.yaml: kopi"),
        ("indikatortall", "a: [", "example.yaml: ikke gyldig YAML"),
        (
            "indikatortall",
            "{seed: x, waves: {2019: {municipalities: {count: 3}, rows: {count: 9}}}}",
            "mangler synthetic_prefix",
        ),
        (
            "brukerplan",
            "{seed: x, waves: {2022: {municipalities: {count: 3}, rows: {count: 9}}}}",
            "har året 2022, men undersøkelsen har ikke noe skjema",
        ),
        (
            "brukerplan",
            "{seed: x, columns: {kjonn: {}}, waves: {2015: {municipalities: {count: 3}, rows: {count: 9}}}}",
            "columns.kjonn: .*enten of eller per_place",
        ),
        (
            "brukerplan",
            "{seed: x, waves: {2015: {municipalities: {count: 3}, rows: {column: enhet}}}}",
            "rows: .*enten column med counts, eller count",
        ),
    ],
)
def test_declarations_that_cannot_be_used(
    geography: Geography, tmp_path: Path, other_contracts: Path, survey: str, content: str, message: str
) -> None:
    (other_contracts / "surveys" / survey / "example.yaml").write_text(content)
    with pytest.raises(ExampleError, match=message):
        make_examples(changed(other_contracts), geography, tmp_path / "ut", survey=survey)


def test_a_survey_without_example_is_named_not_passed_over(
    geography: Geography, tmp_path: Path, other_contracts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (other_contracts / "surveys" / "brukerplan" / "example.yaml").unlink()
    with pytest.raises(ExampleError, match="«brukerplan» har ikke noe eksempel"):
        make_examples(changed(other_contracts), geography, tmp_path / "ut", survey="brukerplan")
    with caplog.at_level(logging.WARNING):
        make_examples(changed(other_contracts), geography, tmp_path / "ut", year=2021)
    assert "«brukerplan» har ikke noe eksempel" in caplog.text


def test_a_file_that_could_not_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "fil.csv"
    replace_file(path, b"gammel")

    def fails(*_: object) -> None:
        raise OSError("full disk")

    monkeypatch.setattr(os, "replace", fails)
    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="full disk"):
        replace_file(path, b"ny")
    assert [p.name for p in tmp_path.iterdir()] == ["fil.csv"]
    assert path.read_bytes() == b"gammel"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Stavanger", "Stavanger"),
        ("Tromsø", "Tromso"),
        ("Bærum", "Baerum"),
        ("Ås", "As"),
        ("Nore og Uvdal", "Nore_og_Uvdal"),
        ("Unjárga - Nesseby", "Unjarga_Nesseby"),
        ("Guovdageaidnu/Kautokeino", "Guovdageaidnu_Kautokeino"),
    ],
)
def test_file_names_are_plain(name: str, expected: str) -> None:
    assert ascii_name(name) == expected

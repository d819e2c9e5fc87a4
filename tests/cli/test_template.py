"""`opptrapp template`: a file that can be filled, or one sentence on why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.intake import FileRule, Upload, read_upload
from tests.support.files import contracts

Answer = tuple[int, str, str]


@pytest.fixture
def template(opptrapp: Callable[..., Answer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Run the command in an empty folder."""
    folder = tmp_path / "her"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return lambda *arguments: opptrapp("template", *arguments)


def rules(path: Path, survey: str) -> list[str]:
    """What the reader says of the file, handed in as `survey`."""
    return [f.rule for f in read_upload(Upload.from_path(path), contracts(), survey=survey).findings]


@pytest.mark.parametrize(
    ("survey", "year"), [("brukerplan", 2024), ("brukertilfredshet", 2021), ("indikatortall", 2023)]
)
def test_the_file_is_named_after_survey_and_year(template: Callable[..., Answer], survey: str, year: int) -> None:
    code, out, err = template(survey, year)
    assert (code, err) == (0, "")
    assert f"Skrev {survey}_{year}.xlsx." in out
    assert rules(Path(f"{survey}_{year}.xlsx"), survey) == [FileRule.NO_ROWS]


def test_it_is_written_where_and_in_the_language_asked_for(template: Callable[..., Answer]) -> None:
    assert template("brukerplan", 2024, "-o", "skjema.xlsx", "--language", "nn")[:2] == (
        0,
        "Skreiv skjema.xlsx. Fyll ut skjemaet, kontroller det med «opptrapp check» og lever det med "
        "«opptrapp deliver».\n",
    )
    template("brukerplan", 2024)
    assert Path("skjema.xlsx").read_bytes() != Path("brukerplan_2024.xlsx").read_bytes()


def test_a_folder_gets_the_default_name(template: Callable[..., Answer]) -> None:
    Path("ut").mkdir()
    assert template("brukerplan", 2024, "-o", "ut")[0] == 0
    assert [p.name for p in Path("ut").iterdir()] == ["brukerplan_2024.xlsx"]


def test_a_file_that_stands_there_is_kept_unless_forced(template: Callable[..., Answer]) -> None:
    mine = Path("brukerplan_2024.xlsx")
    mine.write_text("utfylt", encoding="utf-8")
    code, _, err = template("brukerplan", 2024)
    assert (code, "finnes allerede" in err, "--force" in err) == (2, True, True)
    assert mine.read_text(encoding="utf-8") == "utfylt"
    assert template("brukerplan", 2024, "--force")[0] == 0
    assert rules(mine, "brukerplan") == [FileRule.NO_ROWS]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("brukarplan", 2024), "Velg blant: audit_c, brukerplan, brukertilfredshet, "),
        (
            ("brukerplan", 2009),
            "BrukerPlan har ikke noe skjema for 2009. Velg et av disse årene: 2015–2021, 2024–2030.",
        ),
        (("brukerplan", 2022), "BrukerPlan 2022: Innsamlingen var stanset"),
        (("brukerplan", 2022, "--language", "nn"), "BrukarPlan 2022: Innsamlinga var stansa"),
        (("brukertilfredshet", 2018), "2017, 2019, 2021"),
        (("brukerplan", 2024, "--language", "se"), "Velg blant: nb, nn."),
        (("brukerplan", 2024, "-o", "skjema.csv"), "slutter på .xlsx"),
        (("brukerplan", 2024, "-o", "finnes/ikke/skjema.xlsx"), "Se etter at mappen finnes"),
    ],
)
def test_a_mistake_gets_one_sentence_and_no_file(
    template: Callable[..., Answer], arguments: tuple[object, ...], said: str
) -> None:
    code, out, err = template(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert list(Path().iterdir()) == []

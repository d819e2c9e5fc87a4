"""What has probably happened to a value, and what to do; nothing where the value does not tell."""

import re
from pathlib import Path

import pytest

from pipelines import validation
from pipelines.intake import mapping
from pipelines.texts import keys, text
from pipelines.validation.likely import likely
from tests.support.files import form

FORM, FIGURES = form("brukerplan", 2019), form("indikatortall", 2020)

TOLD = [
    (FORM, "kommunenummer", "301", "Nullen foran er trolig falt bort i regnearket: skriv 0301, og gi"),
    (FORM, "kommunenummer", "301.0", "skriv 0301"),
    (FORM, "kommunenummer", "1103,0", "Programmet har trolig lagt til desimaler: skriv 1103"),
    (FORM, "kommunenummer", "2019-02-01", "gjort koden om til en dato"),
    (FORM, "bydelsnummer", "30101", "skriv 030101"),
    (FORM, "kartleggingsaar", "2019,0", "lagt til desimaler: skriv 2019"),
    (FORM, "antall_barn", "2.0", "skriv 2"),
    (FORM, "antall_barn", "2019-02-01 00:00:00", "for eksempel 1-2, om til en dato"),
    (FORM, "antall_barn", "<5", "skjult fordi det er lite. La cellen stå tom."),
    (FORM, "antall_barn", "< 5", "skjult fordi det er lite"),
    (FORM, "antall_barn", "..", "et tegn for at tallet mangler. La cellen stå tom."),
    (FORM, "bolig", "2.0", "lagt til desimaler: skriv 2"),
    (FORM, "aldersgruppe", "2019-02-01 00:00:00", "for eksempel 1-2, om til en dato"),
    (FIGURES, "teller", ":", "La cellen stå tom, og skriv : i kolonnen «flagg»."),
    (FIGURES, "verdi", "..", "skriv .. i kolonnen «flagg»."),
    (FIGURES, "nevner", "<10", "skjult fordi det er lite"),
]  # fmt: skip
UNTOLD = [
    (FORM, "kommunenummer", "31"), (FORM, "kommunenummer", "0301"), (FORM, "kommunenummer", "30l"),
    (FORM, "kommunenummer", "11030.0"), (FORM, "bolig", "7"), (FORM, "bolig", "7.0"), (FORM, "bolig", "<5"),
    (FORM, "bolig", "Grønn"), (FORM, "antall_barn", "x"), (FORM, "antall_barn", "to"), (FORM, "antall_barn", "2.5"),
    (FORM, "lopenummer", "2019-02-01"), (FORM, "lopenummer", ":"), (FORM, "antall_barn", None),
    (FIGURES, "verdi", "12.0"), (FIGURES, "kategori", "<5"), (FIGURES, "indikator", "2019-02-01"),
]  # fmt: skip


@pytest.mark.parametrize(("of", "column", "value", "words"), TOLD, ids=[f"{t[1]}-{t[2]}" for t in TOLD])
def test_what_happened_and_what_to_do(of, column, value, words):
    said = likely(of, [of.by_name[column]], value)
    assert said is not None
    assert words in said
    assert likely(of, [of.by_name[column]], value, "nn") != said


@pytest.mark.parametrize(("of", "column", "value"), UNTOLD, ids=[f"{t[1]}-{t[2]}" for t in UNTOLD])
def test_nothing_is_made_up(of, column, value):
    assert likely(of, [of.by_name[column]], value) is None


def test_a_finding_about_several_columns_is_left_as_it_is():
    assert likely(FORM, [FORM.by_name["antall_barn"], FORM.by_name["barn"]], "2.0") is None


def test_it_stands_in_the_ordinary_finding(cut, check):
    form_ = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    (finding,) = check(form_, {"kartleggingsaar": "2019", "kommunenummer": "301"}).findings
    assert finding.message.startswith("«301» har ikke riktig form for Kommunenr. Nullen foran er trolig falt bort")


def test_every_text_is_used_and_every_text_used_exists():
    sources = [*Path(validation.__file__).parent.glob("*.py"), Path(mapping.__file__)]
    used = set(re.findall(r'"(forslag\.\w+)"', "".join(p.read_text(encoding="utf-8") for p in sources)))
    assert used == {k for k in keys() if k.startswith("forslag.")}
    assert used == {k for k in keys("nn") if k.startswith("forslag.")}
    assert all(text(key, "nn") for key in used)

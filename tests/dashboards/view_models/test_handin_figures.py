"""Figures typed in: only rows that can stand, and the very file that somebody would have made elsewhere."""

from __future__ import annotations

import pytest

from dashboards.view_models.handin_figures import MOST, added, figures_file, figures_table, file_name, once
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.errors import UserError
from pipelines.intake import Upload, read_upload
from pipelines.settings import REPOSITORY

SURVEY = load_contracts(REPOSITORY / "data_contracts").surveys["indikatortall"]
FORM = SURVEY.forms["1"]
ROW = {
    "indikator": "bp_kartlagte", "aar": "2024", "regiontype": "kommune", "regionkode": "0301", "basisgruppe": "alle",
    "inndeling": "alle", "kategori": "alle", "teller": "", "nevner": "", "verdi": "214", "enhet": "antall",
    "kilde": "Egen opptelling", "argang": "2024", "flagg": "", "merknad": "",
}  # fmt: skip


def test_what_is_replaced_whole_is_asked_for_once() -> None:
    assert [column.name for column in once(SURVEY, FORM)] == ["kilde", "argang"]


@pytest.mark.parametrize(
    ("changes", "column", "stands"),
    [
        ({"verdi": " 12,5 "}, "verdi", "12,5"),
        ({"verdi": "1 214"}, "verdi", "1214"),
        ({"verdi": "1\N{NO-BREAK SPACE}214"}, "verdi", "1214"),
        ({"verdi": "-3.5"}, "verdi", "-3.5"),
        ({"merknad": "to\nlinjer"}, "merknad", "to linjer"),
        ({"verdi": "", "flagg": ":"}, "flagg", ":"),
    ],
)
def test_a_row_is_kept_as_the_file_will_have_it(changes: dict[str, str], column: str, stands: str) -> None:
    (row,) = added([], ROW | changes, FORM)
    assert row[column] == stands
    assert "teller" not in row


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kilde": " "}, "Fyll ut «Kilde»."),
        ({"verdi": "tolv"}, "Skriv «Verdi» som et tall, for eksempel 12,5."),
        ({"verdi": "1e9"}, "Skriv «Verdi» som et tall, for eksempel 12,5."),
        ({"verdi": ""}, "Skriv en verdi eller en teller, eller velg et tegn for hvorfor tallet mangler."),
        *(({"merknad": f"{sign}HYPERLINK(1)"}, "«Merknad» kan ikke begynne med") for sign in "=+-@"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_a_sentence(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        added([], ROW | changes, FORM)
    assert str(refused.value).startswith(sentence)


def test_there_is_an_end_to_typing() -> None:
    with pytest.raises(UserError, match=str(MOST)):
        added([ROW] * MOST, ROW, FORM)


def test_the_file_is_read_as_the_rows_that_were_added(contracts: Contracts) -> None:
    rows = added(added([], ROW | {"merknad": 'med «;», "anførsel" og ,'}, FORM), ROW | {"aar": "2023"}, FORM)
    reading = read_upload(Upload(file_name(SURVEY), figures_file(rows, FORM)), contracts)
    assert reading.findings == ()
    assert reading.table is not None
    assert reading.table["merknad"].to_list() == ['med «;», "anførsel" og ,', None]
    assert reading.table["regionkode"].to_list() == ["0301", "0301"]


def test_the_table_has_labels_and_leaves_out_what_is_empty() -> None:
    rows = added([], ROW, FORM)
    table = figures_table(rows, SURVEY, FORM, {"bp_kartlagte": "Kartlagte"}, "nn")
    assert dict(zip((c.title for c in table.columns), (c.text for c in table.rows[0]), strict=True)) == {
        "Nr.": "1", "Indikator": "Kartlagte", "År": "2024", "Regiontype": "Kommune", "Regionkode": "0301",
        "Basisgruppe": "Alle", "Inndeling": "alle", "Kategori": "alle", "Verdi": "214", "Måleining": "tal",
    }  # fmt: skip

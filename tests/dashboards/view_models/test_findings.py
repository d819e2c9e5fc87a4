"""What was found in the deliveries: commonest first, hidden ones without a number, and nothing found is a sentence."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.view_models.findings import findings
from dashboards.wave_state import Wave
from pipelines.published import Release
from pipelines.published.files import COLUMNS
from tests.support.release import FEW


def test_types_stand_with_the_commonest_first_and_hidden_ones_without_a_number(release: Release) -> None:
    found = findings(release, Wave("brukerplan", 2019))
    assert found is not None
    assert [(bar.name, bar.deliveries, bar.words.replace("\N{NO-BREAK SPACE}", " ")) for bar in found.bars] == [
        ("Uvanlig mange ukjente svar", 11, "11 (46 %)"),
        ("Koder og verdier som ikke er tillatt", 5, "5 (21 %)"),
        ("Samme svar i alle radene", None, ": skjult"),
    ]
    assert found.deliveries == len(FEW)
    assert found.summary == "«Uvanlig mange ukjente svar» ble funnet oftest i 2019: i 11 av 24 leveranser."
    assert "Én type vises ikke med antall: færre enn 5" in found.notes[1]
    rows = [tuple(cell.text for cell in row) for row in found.table.rows]
    assert rows[2] == ("Samme svar i alle radene", ": skjult", ":")
    assert {row[1] for row in rows[3:]} == {"0"}


@pytest.mark.parametrize(
    ("survey", "year", "said", "bars"),
    [
        pytest.param("brukerplan", 2017, "det ikke funnet noe i noen av de 24 leveransene.", 0, id="nothing"),
        pytest.param("brukertilfredshet", 2019, "eller i så mange, at antallet ikke vises.", 1, id="hidden"),
    ],
)
def test_what_has_no_number_is_said(release: Release, survey: str, year: int, said: str, bars: int) -> None:
    found = findings(release, Wave(survey, year))
    assert found is not None
    assert found.summary.endswith(said)
    assert len(found.bars) == bars
    assert found.empty


def test_english_has_words_of_its_own(release: Release) -> None:
    found = findings(release, Wave("brukerplan", 2019), "en")
    assert found is not None
    assert found.bars[0].name == "Unusually many unknown answers"


def test_a_release_from_before_findings_were_told_has_none(release: Release) -> None:
    older = replace(release, findings=pl.DataFrame(schema=pl.Schema(COLUMNS["findings"])))
    assert findings(older, Wave("brukerplan", 2019)) is None

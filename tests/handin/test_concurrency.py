"""Fifty hand in at once: none is lost, none is counted twice, none meets a lock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipelines.geography import load_geography
from pipelines.handin import HandIn, Status
from pipelines.intake import Upload
from pipelines.settings import Settings
from tests.handin.test_engine import EV19, known
from tests.support.files import csv_bytes, valid_rows


@pytest.mark.slow
def test_fifty_at_once(home: Settings) -> None:
    rows = known(valid_rows(EV19, 4, 2019))
    municipalities = sorted(load_geography(home.contracts / "reference").valid(2019))[:45]
    uploads = [
        Upload(f"{code}.csv", csv_bytes(EV19, [{**row, "kommunenummer": code} for row in rows]))
        for code in (*municipalities, *[municipalities[0]] * 5)
    ]

    def hand_in(upload: Upload) -> Status:
        (report,) = HandIn.of(home).deliver([upload], actor="kari")
        return report.status

    with ThreadPoolExecutor(50) as threads:
        assert set(threads.map(hand_in, uploads)) == {Status.OK}
    register = HandIn.of(home).register
    parts = register.current_parts()
    assert len(register.deliveries()) == 50
    assert sorted(part.municipality or "" for part in parts) == municipalities
    assert all((home.accepted / part.path).is_file() for part in parts)

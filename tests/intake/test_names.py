"""Names that may be shown: without folders, signs that do not print and identity numbers."""

from __future__ import annotations

import pytest

from pipelines.intake import Upload
from pipelines.intake.names import LONGEST, safe_name, shown_name
from tests.support.files import identity_number

NAMES = [
    ("fil.csv", None, "fil.csv"),
    ("mappe/fil.csv", None, "fil.csv"),
    ("fil.csv", "arkiv.zip", "arkiv.zip/fil.csv"),
    ("mappe/fil.csv", "C:\\brukere\\kari\\arkiv.zip", "arkiv.zip/mappe/fil.csv"),
    ("ma\x1bppe/f\x00il.csv", "arkiv.zip", "arkiv.zip/ma ppe/f il.csv"),
    ("x" * 200, "y" * 200, "y" * LONGEST),
]


@pytest.mark.parametrize(("name", "archive", "shown"), NAMES)
def test_shown_name(name, archive, shown):
    assert shown_name(Upload(name, b"", archive)) == shown


def test_identity_numbers_are_masked_in_every_part():
    number = identity_number()
    shown = shown_name(Upload(f"{number}/{number}.csv", b"", f"a {number}.zip"))
    assert shown == "a «…».zip/«…»/«…».csv"
    assert safe_name(f"{number}.csv") == "«…».csv"

"""The kinds of no number: each with its own sign and words, never like another, never like zero."""

from __future__ import annotations

import pytest

from pipelines.published import Status
from pipelines.told.missing import signs, why_missing
from tests.support.figures import figure

WITHOUT = [status for status in Status if status not in (Status.OK, Status.UNCERTAIN)]


@pytest.mark.parametrize("status", WITHOUT)
def test_every_status_without_a_number_explains_itself(status: Status) -> None:
    missing = why_missing(figure(None, status=status))
    assert missing is not None
    assert missing.sign in (":", "..", ".")
    assert missing.reason.endswith(".")
    assert "0" not in missing.label


def test_no_two_kinds_look_alike() -> None:
    labels = [one.label for one in signs()]
    assert (
        len(set(labels)) == len(labels) == len(WITHOUT) + 3
    )  # hidden has two reasons; a base rounded to nobody; no row at all


@pytest.mark.parametrize("status", [Status.OK, Status.UNCERTAIN])
def test_a_number_is_not_missing(status: Status) -> None:
    assert why_missing(figure(0.0, status=status)) is None


def test_no_row_and_a_row_without_a_value_are_not_in_the_release() -> None:
    assert why_missing(None) == why_missing(figure(None, status=Status.OK))
    assert why_missing(None).label == ".. ikke i utgivelsen"  # type: ignore[union-attr]


def test_a_hidden_figure_tells_no_more_than_the_release() -> None:
    """A reason this version does not know is told as protection, not repeated."""
    unknown = why_missing(figure(None, status=Status.HIDDEN, arsak="sekundær"))
    assert unknown is not None
    assert unknown.kind == "skjult_personvern"


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("kommune", "Kommunen kartla ikke (meldt)."),
     ("fylke", "Ingen av kommunene her kartla (alle har meldt det).")],
)  # fmt: skip
def test_declared_is_said_of_the_municipality_or_of_all_in_the_region(kind: str, reason: str) -> None:
    missing = why_missing(figure(None, status=Status.NOT_MAPPED, regiontype=kind))
    assert missing is not None
    assert (missing.label, missing.reason) == (".. kartla ikke (meldt)", reason)


def test_a_base_that_is_rounded_to_nobody_may_hold_a_few() -> None:
    exact, rounded = (why_missing(figure(None, status=Status.NO_DENOMINATOR, avrundet=base)) for base in (None, 3))
    assert exact is not None
    assert rounded is not None
    assert (exact.label, rounded.label) == (". ingen i gruppen", ". for få etter avrunding")
    assert rounded.reason.endswith("Det kan være noen få.")

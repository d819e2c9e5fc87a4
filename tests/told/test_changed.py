"""The page's words on what changed: none before, nothing changed, and the tables with numbers to the right."""

from __future__ import annotations

from pipelines.published import Changes, Release
from pipelines.published.changes import BasisChange, ChangeCount
from pipelines.told.changed import changed

CHANGES = Changes(
    fra="a1", til="b2", forklart=True, endret=12, uforklart=0,
    grunnlag=(BasisChange("data", "deler", "brukerplan", 2019, None),), kommuner=(),
    antall=(ChangeCount(("data",), "bostedslos", 12, 10, 2, 0, 0, 0, 0),), storst=(),
)  # fmt: skip


def test_the_first_release_has_none(release: Release) -> None:
    told = changed(None, release)
    assert (told.tables, told.notes) == ((), ())
    assert "første utgivelsen" in told.lead


def test_nothing_changed_needs_no_explanation(release: Release) -> None:
    nothing = Changes("a1", "b2", forklart=True, endret=0, uforklart=0, grunnlag=(), kommuner=(), antall=(), storst=())
    told = changed(nothing, release, "nn")
    assert (told.lead, told.tables, told.notes) == ("Ingen tal er endra sidan utgjeving a1.", (), ())


def test_tables_and_what_they_mean(release: Release) -> None:
    told = changed(CHANGES, release)
    basis, counts = told.tables
    assert [cell.text for cell in basis.rows[0]][::2] == ["data", "BrukerPlan 2019"]
    assert [column.numeric for column in counts.columns] == [False, False, *[True] * 7]
    assert [cell.text for cell in counts.rows[0]][:4] == ["data", "Bostedsløse", "12", "10"]
    assert len(told.notes) == 2

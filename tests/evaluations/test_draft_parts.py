"""Of a draft, whoever has a region is shown what is of her region, counted anew; whoever has the land, all of it."""

from __future__ import annotations

import pytest

from pipelines.access.permissions import Holder
from pipelines.contracts.release_policy import State
from pipelines.evaluations.draft_parts import shown_to
from pipelines.evaluations.drafts import Draft, drafts
from pipelines.geography import Geography
from pipelines.published.changes import FIGURES, changes_folder
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.access import alone, analyst_of, holder
from tests.support.workflow import put_changes, put_in, put_release

PLACES = [("land", "0"), ("helseregion", "vest"), ("korus", "vest_stavanger"), ("korus", "midt"), ("fylke", "11"),
          ("fylke", "50"), ("kommune", "1103"), ("kommune", "5001"), ("bydel", "030101"), ("gruppe", "a")]  # fmt: skip


@pytest.fixture
def draft(home: Settings) -> Draft:
    """A draft beside a published release, with a changed figure in each of `PLACES`."""
    first, second = put_release(home), put_release(home, number=1)
    put_in(open_register(home.register_url), first, State.PUBLISHED)
    put_changes(home, first, second, PLACES)
    (found,) = drafts(home)
    return found


@pytest.fixture
def stavanger(geography: Geography) -> Holder:
    return analyst_of("vest_stavanger", geography)


def changed(draft: Draft) -> set[str]:
    assert draft.changes is not None
    assert draft.changes.endret == sum(row.antall for row in draft.changes.antall)
    assert {figure.indikator for figure in draft.changes.storst} == {row.indikator for row in draft.changes.antall}
    return {row.indikator.removeprefix("i-") for row in draft.changes.antall}


@pytest.mark.parametrize("who", [alone(), holder(("evaluator", "land"))], ids=["this machine's user", "an evaluator"])
def test_who_has_the_land_is_shown_all(home: Settings, geography: Geography, draft: Draft, who: Holder) -> None:
    assert shown_to(who, draft, home.releases, geography) == draft
    assert changed(draft) == {code for _, code in PLACES}


def test_who_has_a_region_is_shown_her_places_and_the_land(
    home: Settings, geography: Geography, draft: Draft, stavanger: Holder
) -> None:
    shown = shown_to(stavanger, draft, home.releases, geography)
    assert changed(shown) == {"0", "vest_stavanger", "11", "1103"}
    assert shown.changes is not None
    assert "5001" not in repr(shown)
    assert shown.in_part


def test_where_nothing_of_hers_changes_nothing_is_told(
    home: Settings, geography: Geography, draft: Draft, stavanger: Holder
) -> None:
    assert draft.changes is not None
    put_changes(home, draft.changes.fra, draft.entry.id, [("kommune", "5001")])
    shown = shown_to(stavanger, draft, home.releases, geography)
    assert shown.changes is not None
    assert (shown.changes.endret, shown.changes.antall) == (0, ())


def test_without_the_figures_that_changed_nothing_is_told_of_others(
    home: Settings, geography: Geography, draft: Draft, stavanger: Holder
) -> None:
    (changes_folder(home.releases, draft.entry.id) / FIGURES).unlink()
    shown = shown_to(stavanger, draft, home.releases, geography)
    assert shown.broken
    assert shown.changes is None

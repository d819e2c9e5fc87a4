"""What somebody is shown: pages, municipalities to choose from, deliveries, and of a draft what is of her area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipelines.access.permissions import Holder
from pipelines.access.policy import Action
from pipelines.contracts.release_policy import Point


def sees_page(holder: Holder, page: str) -> bool:
    """Whether the page is hers to open; one that the policy does not name is nobody's."""
    return any(holder.may(action) for action in holder.policy.pages.get(page, frozenset()))


def pages_for(holder: Holder, pages: Sequence[str]) -> tuple[str, ...]:
    """Those of `pages` that she is shown, in their order."""
    return tuple(page for page in pages if sees_page(holder, page))


def municipalities_for(holder: Holder, action: Action, municipalities: Mapping[str, str]) -> dict[str, str]:
    """Those of the municipalities (code -> name) that she may do `action` for."""
    reach = holder.reach(action)
    return {code: name for code, name in municipalities.items() if reach is None or code in reach}


def sees_delivery(holder: Holder, municipalities: Iterable[str]) -> bool:
    """Whether she sees a delivery in which these municipalities were recognised: hers, and nobody else's in it.

    One in which none was recognised is seen only by who acts for the land: it may hold anybody's rows.
    """
    return holder.may_for(Action.SEE_DELIVERIES, municipalities)


def sees_whole_drafts(holder: Holder) -> bool:
    """Whether all of a draft is hers to see; else `sees_point` and `sees_place` say what is."""
    return holder.reach(Action.SEE_DRAFTS) is None


def sees_point(holder: Holder, point: Point) -> bool:
    """Whether she is shown a point of a draft's checklist: where drafts of a part are hers, those the policy names."""
    return sees_whole_drafts(holder) or (holder.may(Action.SEE_DRAFTS) and point in holder.policy.draft_points)


def sees_place(holder: Holder, municipalities: Iterable[str], *, land: bool = False) -> bool:
    """Whether she is shown a draft's figures of a place: one that lies wholly where drafts are hers.

    Args:
        holder: she.
        municipalities: those that the place is made of. One made of none is only shown to who sees whole drafts.
        land: whether it is the land, which the policy may show to all who see drafts.
    """
    if land and holder.policy.draft_land:
        return holder.may(Action.SEE_DRAFTS)
    return holder.may_for(Action.SEE_DRAFTS, municipalities)

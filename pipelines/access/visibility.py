"""What somebody is shown: pages, municipalities to choose from, and deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipelines.access.permissions import Holder
from pipelines.access.policy import Action


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

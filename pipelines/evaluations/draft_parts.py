"""Of a draft, what is shown to somebody: all of it, or what concerns the part of the land that is hers.

Who sees what is `access.visibility`'s to say; here it is asked of each point and each changed figure.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from pipelines.access.permissions import Holder
from pipelines.access.visibility import sees_place, sees_point, sees_whole_drafts
from pipelines.admission.reach import places
from pipelines.evaluations.drafts import Draft
from pipelines.geography import Geography
from pipelines.published import BrokenRelease
from pipelines.published.changes import Changes, open_changed_figures
from pipelines.release.diff import ReleaseDiff

_PLACE = ["geografi", "regiontype", "regionkode"]


def shown_to(holder: Holder, draft: Draft, releases: Path, geography: Geography) -> Draft:
    """The draft as `holder` is shown it; its steps are left as they are."""
    if sees_whole_drafts(holder):
        return draft
    remarks = tuple(remark for remark in draft.remarks if sees_point(holder, remark.point))
    part = replace(draft, remarks=remarks, changes=None, in_part=True)
    if draft.changes is None:
        return part
    try:
        return replace(part, changes=_own(holder, draft.changes, releases, geography))
    except BrokenRelease as error:
        return replace(part, broken=str(error))


def _own(holder: Holder, changes: Changes, releases: Path, geography: Geography) -> Changes:
    """The changes of her places alone, counted anew; what the releases are made from is of the whole land."""
    figures, known = open_changed_figures(releases, changes.til), places(geography)
    hers = [
        place
        for place in figures.select(_PLACE).unique().iter_rows()
        if sees_place(holder, known.get(place, ()), land=place[1] == "land")
    ]
    kept = figures.join(pl.DataFrame(hers, schema=dict.fromkeys(_PLACE, pl.String), orient="row"), on=_PLACE,
                        how="semi", maintain_order="left")  # fmt: skip
    counted = ReleaseDiff(changes.fra, changes.til, (), kept, changes.forklart).summary()
    return replace(counted, grunnlag=changes.grunnlag)

"""Where titles lead: from an indicator told of to the page that shows it in the same place."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.url_state import BASE, INDICATOR, REGION, View, link
from pipelines.published import Region
from pipelines.told.table import Lead


def leads(page: str, view: View, region: Region, names: Sequence[str] = ()) -> Lead:
    """Addresses of `page` with an indicator and a base group in it, in `region`.

    Args:
        names: what else of `view` the addresses hold.
    """
    held = (INDICATOR, REGION, *names, BASE)
    return lambda indicator, base: link(page, view, held, indikator=indicator, base=base, region=region.key)

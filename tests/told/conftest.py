"""The same made release as the pages are tested with."""

from __future__ import annotations

from tests.dashboards.conftest import release, written

__all__ = ["release", "written"]

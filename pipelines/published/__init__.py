"""Reads published releases: protected, aggregated, immutable. All that the dashboard knows of figures.

What belongs here: finding the published release, checking that its files are the ones its manifest names, and
answering questions of it. What does not: making, changing or publishing a release, and any file outside `releases/`.
"""

from pipelines.published.changes import Changes, open_changes
from pipelines.published.errors import BrokenRelease
from pipelines.published.found import FoundType, found_types
from pipelines.published.manifest import Manifest, Wave
from pipelines.published.opening import Seen, Withdrawal, current_id, open_current, open_release, seen, withdrawn
from pipelines.published.plans import Plans, PlanStatus
from pipelines.published.release import Release
from pipelines.published.rounded import said_of_rounded
from pipelines.published.rows import as_text
from pipelines.published.signs import SIGNS
from pipelines.published.values import (
    COMPUTED,
    FOR_EVERY_BASE,
    KEY,
    POOL,
    VIEW_2024,
    VIEW_REPORTED,
    WHOLE,
    WITH_VALUE,
    Coverage,
    Figure,
    Indicator,
    Note,
    Region,
    Status,
)

__all__ = [
    "COMPUTED",
    "FOR_EVERY_BASE",
    "KEY",
    "POOL",
    "SIGNS",
    "VIEW_2024",
    "VIEW_REPORTED",
    "WHOLE",
    "WITH_VALUE",
    "BrokenRelease",
    "Changes",
    "Coverage",
    "Figure",
    "FoundType",
    "Indicator",
    "Manifest",
    "Note",
    "PlanStatus",
    "Plans",
    "Region",
    "Release",
    "Seen",
    "Status",
    "Wave",
    "Withdrawal",
    "as_text",
    "current_id",
    "found_types",
    "open_changes",
    "open_current",
    "open_release",
    "said_of_rounded",
    "seen",
    "withdrawn",
]

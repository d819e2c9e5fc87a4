"""Two versions of a form held together with the catalogue: each change, whom it touches, what it does to a series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.contracts.change import Change, Effect
from pipelines.contracts.diff import big_enough, changes, demanded
from pipelines.contracts.model import Form, Survey
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.uses import columns_used, touched_by, worst

STEPS = ("major", "minor", "patch")


@dataclass(frozen=True)
class Comparison:
    """The changes from `old` to `new`; `touched` has the indicators of each change, `series` the effect on each.

    Indicators that no change touches are not in `series`: they can be compared.
    """

    old: Form
    new: Form
    changes: tuple[Change, ...]
    touched: tuple[tuple[str, ...], ...]
    series: Mapping[str, Effect]

    @property
    def same_form(self) -> bool:
        """Whether these are two versions of one form; two forms each have their own version numbers."""
        return (self.old.survey, self.old.id) == (self.new.survey, self.new.id)

    @property
    def step(self) -> str | None:
        """The number of the version that must grow; None without changes or between two forms."""
        step = demanded(self.changes)
        return STEPS[step] if step is not None and self.same_form else None

    @property
    def version_is_enough(self) -> bool:
        """Whether the new version number owns up to the changes."""
        return not self.same_form or big_enough(self.old.version, self.new.version, self.changes)

    def as_dict(self) -> dict[str, Any]:
        """The object that `contract diff --json` prints."""
        return {
            "survey": self.new.survey,
            "from": {"form": self.old.id, "version": self.old.version},
            "to": {"form": self.new.id, "version": self.new.version},
            "demands": self.step,
            "version_is_enough": self.version_is_enough,
            "changes": [
                {
                    "what": change.what.key,
                    "class": change.what.weight.value,
                    "side": change.what.side.value,
                    "column": change.column,
                    "codes": sorted(change.codes),
                    "message": change.message,
                    "indicators": list(indicators),
                }
                for change, indicators in zip(self.changes, self.touched, strict=True)
            ],
            "series": dict(self.series),
        }


def compare(old: Form, new: Form, survey: Survey | None, indicators: Sequence[Indicator]) -> Comparison:
    """Everything that changed from `old` to `new`.

    Args:
        old: the earlier form.
        new: the later one.
        survey: whose indicators these are; None where it is unknown, and then no indicator is named.
        indicators: of the survey.
    """
    found = changes(old, new)
    used = {i.id: columns_used(i, survey) for i in indicators if not i.reported} if survey else {}
    effects = [{name: touched_by(change, columns) for name, columns in used.items()} for change in found]
    touched = tuple(tuple(name for name, effect in of.items() if effect is not None) for of in effects)
    every = {name: [e for of in effects if (e := of[name]) is not None] for name in used}
    series = {name: worst(iter(hits)) for name, hits in every.items() if hits}
    return Comparison(old, new, found, touched, series)

"""A wave while it is being drawn: what is known of every row so far. Arrays of one value per row, in one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipelines.contracts.model import Form, Survey
from pipelines.synthetic.declaration import Example, ExampleError, Leans, Where
from pipelines.synthetic.noise import Floats, noise
from pipelines.synthetic.quota import Ints
from pipelines.texts import text

Mask = NDArray[np.bool_]
Values = NDArray[np.object_]
"""Our codes as text; None where empty or not drawn yet."""


@dataclass
class Draw:
    """One wave of one survey.

    `numbers` and `keys` have an entry per municipality (its number, and what lasting effects are keyed by); `place`
    points into them; `published` says who is in the published population.
    """

    survey: Survey
    form: Form
    example: Example
    year: int
    numbers: Sequence[str]
    keys: Sequence[str]
    place: Ints
    published: Mask
    columns: dict[str, Values]

    def __len__(self) -> int:
        return len(self.place)

    def empty(self) -> Values:
        """A column nobody has a value in."""
        return np.full(len(self), None, dtype=np.object_)

    def label(self, column: str) -> str:
        """Where in the declaration, for messages."""
        return f"{self.survey.id} {self.year} {column}"

    def per_row(self, *key: object) -> Floats:
        """Noise that is each row's own, this year."""
        return noise(len(self), self.example.seed, self.survey.id, self.year, *key)

    def per_place(self, *key: object) -> Floats:
        """Noise that is each municipality's own (one number per municipality); lasts over the years."""
        return np.array([noise(1, self.example.seed, self.survey.id, *key, k)[0] for k in self.keys])

    @cached_property
    def latent(self) -> Floats:
        """Each person's latent score; what it leans on must be drawn before the first column that uses it."""
        return self.per_row("latent") + self.lean(self.example.latent, "latent")

    def drawn(self, column: str, asking: str) -> Values:
        """A column that is drawn already.

        Raises:
            ExampleError: it is not, so `asking` cannot depend on it.
        """
        if column not in self.columns:
            raise ExampleError(text("synthetic.not_drawn_yet", place=self.label(asking), column=column))
        return self.columns[column]

    def where(self, cell: Where, asking: str) -> Mask:
        """The rows of a cell. The name of a declared sum of base groups stands for its groups."""
        mask = np.ones(len(self), dtype=np.bool_)
        groups = self.survey.base_groups
        for column, codes in cell.items():
            sums: Mapping[str, Sequence[str]] = groups.sums if groups and groups.column == column else {}
            wanted = {c for code in codes for c in sums.get(code, (code,))}
            mask &= np.isin(self.drawn(column, asking), sorted(wanted))
        return mask

    def lean(self, leans: Leans, asking: str) -> Floats:
        """The sum of each row's offsets."""
        total = np.zeros(len(self))
        for column, offsets in leans.items():
            values = self.drawn(column, asking)
            for code, offset in offsets.items():
                total[values == code] += offset
        return total

"""What each wave was found to hide, by all that it was found from: a wave that is as it was is not protected again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from hashlib import sha256
from typing import Any

import numpy as np

from pipelines.disclosure.cells import Cells, Flags


@dataclass(frozen=True)
class Memory:
    """Answers by mark.

    Attributes:
        program: the mark of what answers; what another has answered is not asked.
        held: answers from before.
        used: those that have been asked for since, which are worth keeping.
    """

    program: str = ""
    held: Mapping[str, bytes] = field(default_factory=dict)
    used: dict[str, bytes] = field(default_factory=dict)

    def hidden(self, cells: Cells, find: Callable[[Cells], Flags]) -> Flags:
        """What `find` says, or said, of `cells`: which figures are hidden."""
        mark = self._mark(cells)
        answer = self.held.get(mark)
        self.used[mark] = np.packbits(find(cells)).tobytes() if answer is None else answer
        return np.unpackbits(np.frombuffer(self.used[mark], np.uint8), count=cells.figures.place.size).astype(np.bool_)

    def _mark(self, cells: Cells) -> str:
        found = sha256(self.program.encode())
        for part in _bytes(cells):
            found.update(part)
        return found.hexdigest()


def _bytes(value: Any) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield f"{value.dtype.str}{value.shape}".encode()
        yield np.ascontiguousarray(value).tobytes()
    elif is_dataclass(value):
        for one in fields(value):
            yield one.name.encode()
            yield from _bytes(getattr(value, one.name))
    else:  # a table of scipy's
        yield str(value.shape).encode()
        for part in (value.data, value.indices, value.indptr):
            yield from _bytes(part)

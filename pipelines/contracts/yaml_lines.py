"""Where in a YAML file each thing stands, so that a mistake can be shown at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

# libyaml's parser is ten times faster and is in every wheel; the pure one is only a fallback for other builds.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str | int, ...]
"""The way to a value: keys and positions from 0. Example: `("goals", 2, "title")`."""


def lines_in(path: Path) -> Mapping[Place, int]:
    """The line, from 1, of every value in the YAML file `path`; of a key's value, the key's line."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return {} if root is None else dict(_places(root, (), 1))


def line_of(place: Place, lines: Mapping[Place, int]) -> int | None:
    """The line of `place`, or of the nearest thing around it where it is missing. None in an empty file."""
    return next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), None)


def _places(node: yaml.Node, place: Place, line: int) -> Iterator[tuple[Place, int]]:
    yield place, line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, (*place, key.value), key.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield from _places(value, (*place, position), value.start_mark.line + 1)

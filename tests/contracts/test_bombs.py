"""A YAML file whose repetitions stand for more than anybody can walk through is refused by each reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.strict_yaml import read_strictly

LAUGHS = "a0: &a0 [ha, ha, ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
READERS = pytest.mark.parametrize("read", [read_yaml, read_strictly])


@READERS
@pytest.mark.parametrize("content", [LAUGHS, "a: &a [*a]\n"], ids=["billion laughs", "a list in itself"])
def test_it_is_refused(content: str, read: Callable[[Path], Any], tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(content)
    with pytest.raises(ContractError, match=r"million|YAML"):
        read(tmp_path / "f.yaml")


@READERS
def test_ordinary_repetitions_are_read(read: Callable[[Path], Any], tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("a: &a {x: [1, 2]}\nb: *a\nc: [*a, *a]\n")
    assert read(tmp_path / "f.yaml")["c"] == [{"x": [1, 2]}] * 2

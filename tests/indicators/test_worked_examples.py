"""The worked example of every statistical function runs as it stands in its docstring."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = (
    "changes", "cluster_method", "clusters", "comparability", "comparisons", "differences", "distributions",
    "funnel", "goals", "means", "movement", "panel", "ranks", "trends",
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_examples_are_right(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"pipelines.indicators.{module}"))
    assert result.attempted > 0
    assert result.failed == 0

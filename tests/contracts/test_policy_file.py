"""A policy that cannot be used is refused in one sentence that names its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.policy_file import read_policy

FILE = "policies/prove.yaml"


class Policy(BaseModel):
    model_config = ConfigDict(extra="forbid")
    least: int


@pytest.mark.parametrize(
    ("written", "named"),
    [
        pytest.param("least: 5\nleast: 6\n", "least", id="a key twice"),
        pytest.param("least: få\n", "least", id="not a number"),
        pytest.param("least: 5\nmost: 6\n", "most", id="an unknown key"),
        pytest.param("least: [5\n", "", id="not YAML"),
        pytest.param(None, "", id="missing"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, written: str | None, named: str) -> None:
    if written is not None:
        (tmp_path / FILE).parent.mkdir()
        (tmp_path / FILE).write_text(written, encoding="utf-8")
    with pytest.raises(ContractError) as refused:
        read_policy(tmp_path, FILE, Policy)
    assert str(refused.value).startswith(f"{FILE}: ")
    assert named in str(refused.value)


def test_what_it_says_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("least: 5\n", encoding="utf-8")
    assert read_policy(tmp_path, FILE, Policy).least == 5

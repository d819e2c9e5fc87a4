"""The policy of goals is read, and a file that cannot be one is refused with its name."""

from pathlib import Path

import pytest

from pipelines.contracts.odcs import ContractError
from pipelines.indicators.goal_limits import load_goal_limits
from pipelines.indicators.judged import Limits
from pipelines.settings import REPOSITORY


def test_the_shipped_policy_asks_for_thirty():
    assert load_goal_limits(REPOSITORY / "data_contracts") == Limits(base=30)


@pytest.mark.parametrize("content", ["least_base: 0", "least_base: mange", "{}", "least_base: 30\nannet: 1"])
def test_a_policy_that_says_nothing_useful_is_refused(tmp_path: Path, content: str):
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "goals.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ContractError, match=r"policies/goals\.yaml"):
        load_goal_limits(tmp_path)

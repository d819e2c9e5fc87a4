"""The reasons a release may give are pinned: words of a frozen release keep their meaning, so the list only grows."""

from __future__ import annotations

from enum import StrEnum

import pytest

from pipelines.indicators.judged import Undecided
from pipelines.indicators.plan_verdict import PlanReason
from pipelines.indicators.trends import TrendRefused
from pipelines.published.unjudged import SIGNS, Unjudged

PINNED = [
    ("forste_tall", ".."), ("brudd", ".."), ("for_fa_punkter", ".."), ("uten_variasjon", ".."), ("senere_tall", "."),
    ("uten_intervall", ".."), ("uten_antall", ".."), ("ikke_egnet", "."), ("ikke_for_rangering", "."),
    ("bare_kommuner", "."), ("er_helheten", "."), ("helheten_mangler", ":"), ("uten_maal", "."), ("lav_base", ".."),
    ("lav_dekning", ".."), ("for_fa_i_begge", ".."), ("bare_regioner", "."), ("ingen_senere_verdi", ".."),
    ("uten_utgangsverdi", ".."), ("ikke_etablert", ".."), ("utgatt", "."), ("uten_retning", "."), ("skjult", ":"),
    ("ingen_verdi", ".."), ("ingen_verdier", ".."),
]  # fmt: skip
"""Append only: a reason that stands here is never removed, moved or given another sign."""


def test_the_list_only_grows() -> None:
    assert [(reason.value, SIGNS[reason]) for reason in Unjudged] == PINNED


@pytest.mark.parametrize("refusals", [TrendRefused, PlanReason, Undecided])
def test_what_a_trend_or_a_goal_is_refused_for_is_a_reason(refusals: type[StrEnum]) -> None:
    assert {each.value for each in refusals} <= set(Unjudged)

"""Which counts are sums of others."""

from __future__ import annotations

from pipelines.audit.boxes import Box
from pipelines.audit.splits import splits

DOMAIN = {"kjonn": frozenset({"mann", "kvinne"}), "bolig": frozenset({"gronn", "gul", "rod", "ukjent"})}


def box(**codes: str) -> Box:
    return frozenset((column, frozenset(held.split())) for column, held in codes.items())


def test_a_breakdown_adds_to_the_whole() -> None:
    boxes = [box(), box(kjonn="mann"), box(kjonn="kvinne")]
    assert splits(boxes, DOMAIN.__getitem__) == [(boxes[0], frozenset(boxes[1:]))]


def test_two_indicators_of_one_column_share_what_is_left() -> None:
    known, green, red = box(bolig="gronn gul rod"), box(bolig="gronn"), box(bolig="rod")
    assert splits([known, green, red], DOMAIN.__getitem__) == [(known, frozenset([green, red, box(bolig="gul")]))]


def test_boxes_that_differ_in_two_columns_are_not_compared() -> None:
    assert splits([box(kjonn="mann"), box(bolig="rod")], DOMAIN.__getitem__) == []

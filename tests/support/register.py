"""Deliveries and parts for tests of the register; change what a test is about with `replace`."""

from __future__ import annotations

from pipelines.register import AcceptedPart, Delivery

DELIVERY = Delivery("kari", "fil.csv", "0" * 64, "s", "f", 2019, "ok", 3, 3, 0)
PART = AcceptedPart("s", "f", "1.0.0", 2019, "1103", '["2019", "1103"]', "s/2019/a.parquet", "a" * 64, 3, True)

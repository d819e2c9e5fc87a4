"""Schedules go by the clock in Oslo, over the nights when it is set forward and back."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from pipelines.evaluations.clock import OSLO, next_time, times


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("30 2 * * *", "2026-11-28T20:00", ["2026-11-29 02:30 CET", "2026-11-30 02:30 CET"]),
        ("0 6 1 12 *", "2026-11-28T20:00", ["2026-12-01 06:00 CET", "2027-12-01 06:00 CET"]),
        ("0 6 1 9 *", "2026-08-01T20:00", ["2026-09-01 06:00 CEST", "2027-09-01 06:00 CEST"]),
        # 02:30 does not exist on 29 March 2026; the run still comes that night, once.
        ("30 2 * * *", "2026-03-28T12:00", ["2026-03-29 03:00 CEST", "2026-03-30 02:30 CEST"]),
        # 02:30 comes twice on 25 October 2026.
        ("30 2 * * *", "2026-10-24T12:00", ["2026-10-25 02:30 CEST", "2026-10-26 02:30 CET"]),
    ],
)
def test_times(cron, after, expected):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert [f"{t:%Y-%m-%d %H:%M %Z}" for t in islice(times(cron, moment), 2)] == expected


@pytest.mark.parametrize("cron", ["0 0 31 2 *", "0 0 31 4,6 *"])
def test_a_day_that_no_month_has_never_comes(cron):
    assert next_time(cron) is None


@pytest.mark.parametrize("cron", ["99 2 * * *", "0 0 99 2 *", "0 0 1 13 *", "0 0 1 1 9"])
def test_what_is_no_schedule_is_refused(cron):
    with pytest.raises(ValueError, match="Bad"):
        next_time(cron)


def test_the_zone_is_oslo():
    assert str(OSLO) == "Europe/Oslo"

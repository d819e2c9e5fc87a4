"""When a schedule fires, by the clock in Oslo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from pipelines.contracts.evaluation_file import ZONE

OSLO = ZoneInfo(ZONE)


def times(cron: str, after: datetime) -> Iterator[datetime]:
    """The moments after `after` at which `cron` fires, in Oslo; none where it never does.

    Args:
        cron: minute, hour, day, month, weekday.
        after: with its zone.

    Raises:
        ValueError: it is no schedule.
    """
    try:
        return iter(CronSim(cron, after.astimezone(OSLO)))
    except CronSimError as error:
        if _only_the_months_lack_the_day(cron):
            return iter(())
        raise ValueError(str(error)) from error


def _only_the_months_lack_the_day(cron: str) -> bool:
    """The library refuses «31 2» with the same words as «99 2»."""
    minute, hour, day, month, weekday = cron.split()
    try:
        CronSim(f"{minute} {hour} {day} * {weekday}", datetime.now(OSLO))
        CronSim(f"{minute} {hour} * {month} {weekday}", datetime.now(OSLO))
    except CronSimError:
        return False
    return True


def next_time(cron: str, after: datetime | None = None) -> datetime | None:
    """The first of `times`, from now where nothing else is said; None where it never fires."""
    return next(times(cron, after or datetime.now(UTC)), None)

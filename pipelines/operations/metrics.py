"""Figures of how an installation fares, for Prometheus. Deliveries, releases and runs are counted, never persons."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib.metadata import version

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pipelines.errors import UserError
from pipelines.evaluations.engine import Engine
from pipelines.operations.doctor import State
from pipelines.operations.files import nearest
from pipelines.operations.health import readiness
from pipelines.register import open_register
from pipelines.register.condition import Condition, condition
from pipelines.settings import Settings


class Installation(Collector):
    """Asks the stores each time somebody collects, so that nothing is counted twice and nothing must be kept."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> Iterator[Metric]:
        """Every figure that can be had now; a store that does not answer has none, and is told of as not ready."""
        yield _gauge("opptrapp_info", "Version of the program.", [({"version": version("opptrapp")}, 1)])
        checks = [({"check": one.check}, float(one.state is not State.WRONG)) for one in readiness(self._settings)]
        yield _gauge("opptrapp_ready", "1 where what pages and hand-ins need is in order.", checks)
        free = shutil.disk_usage(nearest(self._settings.home)).free
        yield _gauge("opptrapp_disk_free_bytes", "Free room where the data lie.", [({}, free)])
        try:
            if condition(self._settings.register_url) is Condition.UP_TO_DATE:
                yield from self._of_register()
        except UserError:
            pass
        yield from self._of_dagster()

    def _of_register(self) -> Iterator[Metric]:
        register = open_register(self._settings.register_url)
        counted, newest = register.delivery_counts()
        deliveries = CounterMetricFamily("opptrapp_deliveries", "Files handed in.", labels=["survey", "status"])
        for (survey, status), n in sorted(counted.items()):
            deliveries.add_metric([survey, status], n)
        yield deliveries
        yield from _moment("opptrapp_last_delivery_timestamp_seconds", "When a file was last handed in.", newest)
        releases = register.releases()
        states = Counter(one.status for one in releases)
        yield _gauge("opptrapp_releases", "Releases by state.", [({"state": s}, n) for s, n in sorted(states.items())])
        shown = register.published()
        at = next((one.published_at for one in releases if one.id == shown), None)
        yield from _moment("opptrapp_published_timestamp_seconds", "When the release shown was published.", at)

    def _of_dagster(self) -> Iterator[Metric]:
        try:
            runs = Engine.of(self._settings).runs()
        except UserError:
            yield _gauge("opptrapp_dagster_up", "1 where Dagster answers.", [({}, 0)])
            return
        yield _gauge("opptrapp_dagster_up", "1 where Dagster answers.", [({}, 1)])
        states = Counter(run.status for run in runs)
        recent = [({"status": status}, n) for status, n in sorted(states.items())]
        yield _gauge("opptrapp_recent_runs", "The newest twenty runs by status.", recent)
        ended = max((run.ended for run in runs if run.status == "SUCCESS" and run.ended), default=None)
        yield from _moment("opptrapp_last_success_timestamp_seconds", "When a run last ended well.", ended)


def _gauge(name: str, says: str, values: Sequence[tuple[dict[str, str], float]]) -> GaugeMetricFamily:
    metric = GaugeMetricFamily(name, says, labels=list(values[0][0]) if values else [])
    for labels, value in values:
        metric.add_metric(list(labels.values()), value)
    return metric


def _moment(name: str, says: str, at: datetime | None) -> Iterator[Metric]:
    if at is not None:
        yield _gauge(name, says, [({}, at.timestamp())])

"""A made release with a few places, open, and reports about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.published import Release, open_release
from pipelines.reports.declared import load_report
from pipelines.reports.making import subject
from pipelines.reports.subject import Subject
from tests.support.release import write_release

CONTRACTS = Path(__file__).resolve().parents[2] / "data_contracts"
RUS = "rusfeltet_2016_2020"
PLACES = ("1505", "5001", "5636")
"""One that declared itself out of a wave, one that took part in all, and one with hidden figures."""
About = Callable[..., Subject]


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release; not to be changed."""
    return write_release(tmp_path_factory.mktemp("utgivelser"), municipalities=PLACES)


@pytest.fixture(scope="session")
def release(written: Path) -> Release:
    """The made release, open as the pages open it."""
    return open_release(written.parent, written.name, packed=True)


@pytest.fixture(scope="session")
def about(release: Release) -> About:
    """`about("status", "land-0", plan=RUS)`: what a report is made from."""

    def made(report: str, place: str, of: Release = release, **more: str | Path) -> Subject:
        return subject(load_report(CONTRACTS, report), of, place, **more)  # type: ignore[arg-type]

    return made

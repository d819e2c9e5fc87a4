"""Own lists of municipalities are added from shown figures alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.published import Figure, Release, Status
from pipelines.told.own_sum import OwnSum, can_be_added, own_sum


def figure(release: Release, indicator: str, **changes: object) -> Figure:
    """A figure of Trondheim with what the test asks for."""
    (found,) = release.figures(indicator, regions=[release.region["kommune-5001"]], base="rus", year=2019)
    return replace(found, **{"status": Status.OK, "arsak": None, **changes})  # type: ignore[arg-type]


def share(release: Release, part: int | None, whole: int | None, **changes: object) -> Figure:
    value = 100 * part / whole if part is not None and whole else 1.0
    return figure(release, "bostedslos", teller=part, nevner=whole, verdi=value, **changes)


def test_a_share_is_of_all_persons_together_and_no_mean_of_shares(release: Release) -> None:
    added = own_sum(release.indicator["bostedslos"], [share(release, 10, 100), share(release, 0, 900)])
    assert added == OwnSum(1.0, 1000, unsure=False)
    assert added.words(release.indicator["bostedslos"]) == "1,0\N{NO-BREAK SPACE}%"


def test_counts_are_added(release: Release) -> None:
    two = [figure(release, "bostedslos_antall", verdi=float(n)) for n in (1000, 948)]
    added = own_sum(release.indicator["bostedslos_antall"], two)
    assert added == OwnSum(1948.0, None, unsure=False)
    assert added.words(release.indicator["bostedslos_antall"]) == "1\N{NO-BREAK SPACE}948"


HIDDEN = {"status": Status.HIDDEN, "arsak": "personvern"}
NOT_SHOWN = {
    "hidden": HIDDEN | {"verdi": None, "teller": None, "nevner": None},
    "hidden, whatever its columns hold": HIDDEN,
    "not received": {"status": Status.NOT_RECEIVED, "verdi": None},
    "shown without its counts": {"teller": None},
}


@pytest.mark.parametrize("changes", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_one_that_is_not_shown_and_there_is_no_sum(release: Release, changes: dict[str, object]) -> None:
    shown = share(release, 10, 100)
    assert own_sum(release.indicator["bostedslos"], [shown, shown]) is not None
    assert own_sum(release.indicator["bostedslos"], [shown, replace(shown, **changes)]) is None  # type: ignore[arg-type]


def test_no_row_is_no_zero(release: Release) -> None:
    assert own_sum(release.indicator["bostedslos"], [share(release, 10, 100), None]) is None
    assert own_sum(release.indicator["bostedslos"], []) is None


def test_a_figure_on_too_few_makes_the_sum_so(release: Release) -> None:
    weak = share(release, 10, 100, status=Status.UNCERTAIN)
    added = own_sum(release.indicator["bostedslos"], [weak, share(release, 10, 100)])
    assert added is not None
    assert added.unsure


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [("bostedslos", True), ("bostedslos_antall", True), ("kartlagte_per_1000", False), ("arsverk_totalt", False)],
)
def test_rates_and_reported_figures_are_not_added(release: Release, indicator: str, expected: bool) -> None:
    assert can_be_added(release.indicator[indicator]) is expected

"""The reports that an evaluation asks for, and where they are put when a release is there to tell of.

An evaluation's reports of a release lie together, in `<reports>/<release>/<evaluation>`. A release never changes, so
what lies there is made again and never otherwise, until a declaration is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipelines.contracts.evaluation_file import Evaluation, Output, OutputKind
from pipelines.published import VIEW_2024, Region, Release, open_release
from pipelines.reports.making import places_of
from pipelines.reports.placing import Place, Wanted, place_reports
from pipelines.told import choices


def make_reports(
    evaluation: Evaluation,
    source: Place,
    reports: Path,
    *,
    processes: int = 2,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Path]:
    """Make all that `evaluation` asks for and put it below `reports`.

    Args:
        evaluation: what asks.
        source: the contracts and the release told of.
        reports: the folder of all reports.
        processes: how many work at once.
        progress: told how many are done, of how many.

    Returns:
        The paths; none where nothing is asked for.

    Raises:
        CannotBeMade: a report cannot be had of this release.
        ContractError: a declaration cannot be used.
        BrokenRelease: the release cannot be opened.
        OSError: the folder cannot be written to.
    """
    release = open_release(source.releases, source.release).in_view(VIEW_2024)
    wanted = asked_for(evaluation, release)
    if not wanted:
        return []
    folder = reports / source.release / evaluation.id
    return place_reports(folder, wanted, source, processes=processes, progress=progress)


def asked_for(evaluation: Evaluation, release: Release) -> list[Wanted]:
    """Each report that `evaluation` asks for, of the places in `release` that it names."""
    named = [place for name in evaluation.regions for place in _places(name, release)]
    found = (
        Wanted(output.kind.value, key, language, written_as, plan)
        for output in evaluation.outputs
        for key, plan in _told_of(output, evaluation, named, release)
        for language in output.languages
        for written_as in output.formats
    )
    return list(dict.fromkeys(found))


def _told_of(
    output: Output, evaluation: Evaluation, named: Iterable[Region], release: Release
) -> Iterator[tuple[str, str | None]]:
    """The places that an output is made of, with the plan where it is of one."""
    for region in named:
        if output.kind is OutputKind.STATUS:
            if evaluation.plan is not None and _is_told(evaluation.plan, region, release):
                yield region.key, evaluation.plan
        else:
            kind = choices.KORUS if output.kind is OutputKind.KORUS else choices.MUNICIPALITY
            yield from ((one.key, None) for one in places_of(kind, release) if _within(one, region, release))


def _is_told(plan: str, region: Region, release: Release) -> bool:
    return region == choices.land(release) or region.key in release.plans.places(plan)


def _within(one: Region, region: Region, release: Release) -> bool:
    """Whether `one` is `region` or lies in it; a KoRus region is also told of where one of its own places is named."""
    return one == region or region in choices.above(release, one) or one in choices.above(release, region)


def _places(name: str, release: Release) -> list[Region]:
    """The place with that key, or every one of that kind; none where the release has no such place."""
    region = release.region.get(name)
    return places_of(name, release) if region is None else [region]

"""Read one survey's `indicators.yaml`: to the indicators it declares, and to everything that is wrong with it.

What a mistake is, is `refusals`'. What must hold between surveys is `catalogue`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipelines.contracts.model import Survey, in_language
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.survey_file import TextsFile
from pipelines.contracts.yaml_lines import Place, line_of, lines_in
from pipelines.indicators.columns import columns_made, columns_of
from pipelines.indicators.composites import Derived, cycle, derived, resolved
from pipelines.indicators.declared import Indicator
from pipelines.indicators.entries import Distribution, Entry, Index, shape_of
from pipelines.indicators.expressions import columns_of as columns_in
from pipelines.indicators.lost import bounds_of
from pipelines.indicators.problem import CatalogueProblem
from pipelines.indicators.refusals import faults_of, field_fault
from pipelines.indicators.spread import spread
from pipelines.indicators.universe import Universe
from pipelines.texts import text


@dataclass(frozen=True)
class Read:
    """What a file holds: the indicators in the order they are declared with the place of each, and every mistake."""

    indicators: tuple[tuple[Indicator, Place], ...]
    problems: tuple[CatalogueProblem, ...]


def read_indicators(path: Path, survey: Survey, themes: frozenset[str]) -> Read:
    """Read `path`, which declares what is computed from `survey`.

    Args:
        path: `<survey>/indicators.yaml`.
        survey: its columns, codes and base groups.
        themes: the themes there are.

    Returns:
        The indicators are those of the entries without a mistake, and may be used only where there is no problem.
    """
    file = f"{path.parent.name}/{path.name}"
    try:
        content = read_strictly(path)
    except ContractError as error:
        return Read((), (CatalogueProblem(file, None, str(error)),))
    if not isinstance(content, list):
        return Read((), (CatalogueProblem(file, 1, text("katalog.no_list")),))
    lines = lines_in(path)
    entries: dict[int, Entry] = {}
    faults: list[tuple[Place, str]] = []
    for position, raw in enumerate(content):
        entry = _entry(raw, position)
        if isinstance(entry, list):
            faults += entry
        else:
            entries[position] = entry
    indexes = {entry.id: entry for entry in entries.values() if isinstance(entry, Index)}
    universe = _universe(survey, themes, indexes)
    circle = cycle(indexes)
    made = {} if circle else derived(indexes)
    found: list[tuple[Indicator, Place]] = []
    for position, entry in entries.items():
        wrong = [((position, *place), f"{entry.id}: {message}") for place, message in faults_of(entry, universe)]
        if isinstance(entry, Index) and entry.id in circle:
            wrong.append(((position, "points"), text("katalog.circle", id=entry.id, circle=" → ".join(circle))))
        faults += wrong
        if not wrong:
            found += [
                (_written_out(each, made, indexes), (position, *place)) for each, place in _stands_for(entry, universe)
            ]
    ids = [(entry.id, (position, "id")) for position, entry in entries.items() if not isinstance(entry, Indicator)]
    faults += [*_twice(ids), *_twice((each.id, place) for each, place in found)]
    problems = [CatalogueProblem(file, line_of(place, lines), message) for place, message in faults]
    return Read(tuple(found), tuple(sorted(problems, key=lambda p: (p.line or 0, p.message))))


def _entry(raw: object, position: int) -> Entry | list[tuple[Place, str]]:
    """The entry, or what is wrong with its shape."""
    if not isinstance(raw, Mapping):
        return [((position,), text("katalog.no_entry"))]
    shape = shape_of(raw.get("kind"))
    try:
        return shape.model_validate(raw)
    except ValidationError as error:
        name = raw.get("id", text("katalog.number", n=position + 1))
        return [((position, *e["loc"]), f"{name}: {field_fault(shape, e)}") for e in error.errors()]


def _universe(survey: Survey, themes: frozenset[str], indexes: Mapping[str, Index]) -> Universe:
    own = columns_of(survey)
    made = {name: column for index in indexes.values() for name, column in columns_made(index).items()}
    groups = survey.base_groups
    bases = frozenset({"alle"}) | (frozenset(groups.sums) | own[groups.column].labels.keys() if groups else set())
    return Universe(own, made | own, bases, themes)


def _stands_for(entry: Entry, universe: Universe) -> Iterator[tuple[Indicator, Place]]:
    """The indicators that an entry without mistakes stands for, and where in the entry each is told of."""
    if isinstance(entry, Indicator):
        yield from ((each, ()) for each in (entry, *bounds_of(entry)))
    elif isinstance(entry, Distribution):
        for name, indicator in spread(entry, universe.columns):
            yield indicator, ("named", name) if name in entry.named else ()


def _written_out(indicator: Indicator, made: Derived, indexes: Mapping[str, Index]) -> Indicator:
    """`indicator` over columns of the form alone: a mean's base holds those with a value, and what is ours says so."""
    if indicator.reported:
        return indicator
    known = f"({indicator.value}) IS NOT NULL" if indicator.value else "TRUE"
    base = " AND ".join(f"({c})" for c in (indicator.denominator, known) if c != "TRUE")
    written = {
        "numerator": indicator.numerator,
        "denominator": base if indicator.value else indicator.denominator,
        "value": indicator.value,
        "lost": indicator.lost,
    }
    in_sql = {name: sql and resolved(sql, made) for name, sql in written.items()}
    said = indicator.definition
    if said and in_sql != written:
        used = columns_in(*(sql for sql in written.values() if sql))
        ours = [index for index in indexes.values() if index.ours and used & columns_made(index).keys()]
        said = _as_ours(said, ours[0]) if ours else said
    return indicator.model_copy(update={**in_sql, "definition": said})


def _as_ours(definition: TextsFile, index: Index) -> TextsFile:
    """`definition`, and that `index` is nobody's but ours."""
    titles = index.title.as_texts()
    return TextsFile(
        **{
            language: f"{words} {text('katalog.ours', language, title=in_language(titles, language))}"
            for language, words in definition.as_texts().items()
        }
    )


def _twice(ids: Iterable[tuple[str, Place]]) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for name, place in ids:
        if name in seen:
            yield place, text("katalog.twice", id=name)
        seen.add(name)

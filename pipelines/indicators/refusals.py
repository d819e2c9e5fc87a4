"""What is refused in an entry of the catalogue, at load and by lint alike. Nothing here reads a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from pipelines.contracts.survey_file import TextsFile
from pipelines.contracts.yaml_lines import Place
from pipelines.indicators.declared import Figures, Indicator
from pipelines.indicators.entries import KINDS, Distribution, Entry, Index
from pipelines.indicators.expressions import nearest, problems
from pipelines.indicators.refusals_distribution import distribution_faults
from pipelines.indicators.refusals_index import index_faults
from pipelines.indicators.refusals_indicator import indicator_faults
from pipelines.indicators.universe import Fault, Universe, group_faults
from pipelines.texts import text


def faults_of(entry: Entry, universe: Universe) -> Iterator[Fault]:
    """Everything that is wrong with an entry of the right shape."""
    yield from _untranslated(entry, ())
    match entry:
        case Index():
            yield from index_faults(entry, universe)
        case Distribution():
            yield from _figures_faults(entry, universe)
            yield from distribution_faults(entry, universe)
        case Indicator():
            yield from _figures_faults(entry, universe)
            yield from indicator_faults(entry, universe.columns)


def field_fault(shape: type[BaseModel], error: Any) -> str:
    """What is wrong with a field's shape, from pydantic's account of it."""
    place = ".".join(map(str, error["loc"]))
    kind = error["type"]
    if kind == "missing":
        return text("katalog.missing", place=place)
    if kind == "extra_forbidden":
        return text("katalog.no_field", place=place, near=nearest(str(error["loc"][-1]), shape.model_fields))
    if kind in {"enum", "literal_error"}:
        allowed = (
            ", ".join(KINDS) if place == "kind" else error["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        )
        return text(
            "katalog.no_choice",
            place=place,
            value=error["input"],
            allowed=allowed,
            near=nearest(str(error["input"]), allowed.split(", ")),
        )
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return text("katalog.no_value", place=place, why=error["msg"])


def _untranslated(value: object, place: Place) -> Iterator[Fault]:
    """Texts that lack one of the two written languages, wherever they stand."""
    if isinstance(value, TextsFile):
        for language in ("nb", "nn"):
            if not (getattr(value, language) or "").strip():
                yield place, text("katalog.no_text", place=".".join(map(str, place)), language=language)
    elif isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield from _untranslated(getattr(value, name), (*place, name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _untranslated(inner, (*place, key))
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _untranslated(inner, (*place, position))


def _figures_faults(figures: Figures, universe: Universe) -> Iterator[Fault]:
    reported = isinstance(figures, Indicator) and figures.reported
    if figures.definition is None and not reported:
        yield ("definition",), text("katalog.missing", place="definition")
    if figures.theme is not None and figures.theme not in universe.themes:
        yield ("theme",), text("katalog.no_theme", name=figures.theme, near=nearest(figures.theme, universe.themes))
    if figures.population is not None:
        yield from ((("population",), p) for p in problems(figures.population, universe.own))
    for position, each in enumerate(figures.breaks):
        yield from group_faults(("breaks", position), each.bases, (), universe)
    if not reported:
        yield from group_faults((), figures.bases, figures.breakdowns, universe)

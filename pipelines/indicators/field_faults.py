"""What is wrong with the shape of a field in a file that a model reads, as one sentence with the nearest valid name."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from pipelines.contracts.yaml_lines import Place
from pipelines.indicators.expressions import nearest
from pipelines.texts import text


def field_fault(model: type[BaseModel], error: Any) -> str:
    """The sentence.

    Args:
        model: that the file was held against.
        error: one of pydantic's errors.
    """
    place = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return text("plan.mangler", place=place)
    if error["type"] in {"string_too_short", "too_short"}:
        return text("plan.tom", place=place)
    if error["type"] == "extra_forbidden":
        near = nearest(str(error["loc"][-1]), _fields_at(model, error["loc"]))
        return text("plan.ukjent_felt", place=place, near=near)
    if error["type"] in {"enum", "literal_error"}:
        allowed = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        near = nearest(str(error["input"]), frozenset(allowed.split(", ")))
        return text("plan.ugyldig_verdi", place=place, value=error["input"], allowed=allowed, near=near)
    return text("plan.ugyldig", place=place, why=error["msg"])


def _fields_at(model: Any, place: Place) -> frozenset[str]:
    """The fields that may stand where the unknown one of `place` does."""
    for step in place[:-1]:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation)
    return frozenset(model.model_fields)


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for m in map(_model_in, getattr(annotation, "__args__", ())) if m is not None), None)

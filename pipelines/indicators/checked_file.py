"""A declaration in YAML that a model reads: either what it says, or every mistake in it at once with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.yaml_lines import Place, line_of, lines_in
from pipelines.indicators.problem import CatalogueProblem

Fault = tuple[Place, str]
Declared = TypeVar("Declared", bound=BaseModel)


def read_checked(
    path: Path,
    folder: str,
    model: type[Declared],
    shape_fault: Callable[[Any], Fault],
    faults_of: Callable[[Declared], Iterable[Fault]],
) -> Declared | list[CatalogueProblem]:
    """What `path` declares, or what is wrong with it.

    Args:
        path: of the file.
        folder: what its folder is called in a mistake.
        model: what it may say.
        shape_fault: from one of pydantic's errors, where it is and a sentence.
        faults_of: what is wrong with a declaration that has the right shape.
    """
    file = f"{folder}/{path.name}"
    try:
        content = read_strictly(path)
    except ContractError as error:
        return [CatalogueProblem(file, None, str(error))]
    try:
        declared = model.model_validate(content)
    except ValidationError as error:
        # A field that may be written in several ways has an error for each of them, which may be one sentence.
        faults = list(dict.fromkeys(shape_fault(each) for each in error.errors()))
    else:
        faults = [*faults_of(declared)]
        if not faults:
            return declared
    lines = lines_in(path)
    return [CatalogueProblem(file, line_of(place, lines), message) for place, message in faults]


def refuse_first(problems: Sequence[CatalogueProblem], then: str) -> None:
    """Stop at the first of `problems`, with `then`, what to do; nothing where there is none.

    Raises:
        ContractError: there is one.
    """
    if problems:
        first = problems[0]
        raise ContractError(f"{first.file}:{first.line or ''}: {first.message} {then}")

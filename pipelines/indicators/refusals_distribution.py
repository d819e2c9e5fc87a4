"""What is refused in the declaration of a distribution."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from pipelines.contracts.survey_file import TextsFile
from pipelines.contracts.yaml_lines import Place
from pipelines.indicators.entries import Distribution
from pipelines.indicators.expressions import nearest, problems
from pipelines.indicators.spread import id_of, in_base, told
from pipelines.indicators.universe import Fault, Universe, group_faults
from pipelines.texts import text


def distribution_faults(distribution: Distribution, universe: Universe) -> Iterator[Fault]:
    """Columns, codes, fields of a text and names of shares that there are not."""
    yield from _pattern_faults(distribution)
    yield from ((("denominator",), p) for p in problems(distribution.denominator, universe.columns))
    for name in distribution.columns:
        if name not in universe.divisible:
            yield ("of",), text("katalog.no_breakdown", name=name, near=nearest(name, universe.divisible))
    yield from _code_faults(distribution, universe)
    yield from _name_faults(distribution, universe)


def _code_faults(distribution: Distribution, universe: Universe) -> Iterator[Fault]:
    columns = [universe.divisible[name] for name in distribution.columns if name in universe.divisible]
    known = {code for column in columns for code in column.labels}
    if columns and "outside" in distribution.model_fields_set:
        for code in set(distribution.outside) - known:
            message = text("katalog.no_code", code=code, column=distribution.columns[0], near=nearest(code, known))
            yield ("outside",), message
    for key, share in distribution.codes.items():
        if share.codes and share.label is None:
            yield ("codes", key), text("katalog.no_label")
        for code in share.codes or (key,):
            for column in columns:
                base = in_base(distribution, column)
                if code not in base:
                    message = text(
                        "katalog.not_in_base", code=code, column=column.title["nb"], near=nearest(code, base)
                    )
                    yield ("codes", key), message


def _name_faults(distribution: Distribution, universe: Universe) -> Iterator[Fault]:
    made = {
        id_of(distribution, name, code)
        for name in distribution.columns
        if name in universe.divisible
        for code in told(distribution, universe.divisible[name])
    }
    for key, named in distribution.named.items():
        if key not in made:
            yield ("named", key), text("katalog.not_made", name=key, near=nearest(key, made))
        yield from group_faults(("named", key), named.bases or (), named.breakdowns or (), universe)


def _pattern_faults(distribution: Distribution) -> Iterator[Fault]:
    patterns: list[tuple[Place, str]] = [(("ids",), distribution.ids)]
    for field in ("title", "definition"):
        words: TextsFile | None = getattr(distribution, field)
        patterns += [((field, language), each) for language, each in (words.as_texts() if words else {}).items()]
    for place, pattern in patterns:
        for _, name, _, _ in Formatter().parse(pattern):
            if name is not None and name not in ("kolonne", "kode"):
                yield place, text("katalog.no_pattern", name=name)

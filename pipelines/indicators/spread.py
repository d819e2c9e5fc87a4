"""From one distribution to the proportions it stands for: ordinary indicators to everything after reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.contracts.model import Texts, in_language
from pipelines.contracts.survey_file import TextsFile
from pipelines.indicators.columns import Columns, Known
from pipelines.indicators.declared import Figures, Indicator, IndicatorKind
from pipelines.indicators.entries import Colour, Distribution, Named, Share


class PartOfWhole(Indicator):
    """A share that makes up a whole with the others of its column. Made, never declared.

    Attributes:
        whole: what they are parts of: `<distribution>-<column>`.
        whole_title: what the column is called.
        code: of the share, as the distribution tells it.
        label: what the share is called beside the others.
        colour: that its level is known by.
    """

    whole: str
    whole_title: TextsFile
    code: str
    label: TextsFile
    colour: Colour | None


def spread(distribution: Distribution, columns: Columns) -> Iterator[tuple[str, Indicator]]:
    """The proportions that `distribution` stands for, by column and then by code.

    Args:
        distribution: every column, code and field it names exists.
        columns: what they and their codes are called.

    Returns:
        Its name as the pattern of ids makes it, by which `named` knows it, and the proportion.
    """
    for name in distribution.columns:
        column = columns[name]
        for code, share in told(distribution, column).items():
            made = id_of(distribution, name, code)
            yield made, _proportion(distribution, name, column, code, share, made)


def id_of(distribution: Distribution, column: str, code: str) -> str:
    """The share's id as the pattern makes it; «60+» and «16-17» as `60` and `16_17`."""
    return re.sub(r"[^a-z0-9]+", "_", distribution.ids.format(kolonne=column, kode=code).lower()).strip("_")


def told(distribution: Distribution, column: Known) -> dict[str, Share]:
    """The shares that are told of `column`."""
    return distribution.codes or {code: Share() for code in in_base(distribution, column)}


def in_base(distribution: Distribution, column: Known) -> list[str]:
    """The codes of `column` whose rows are in the base."""
    return [code for code in column.labels if code not in distribution.outside]


def _proportion(distribution: Distribution, name: str, column: Known, code: str, share: Share, made: str) -> Indicator:
    label = share.label.as_texts() if share.label else column.labels[code]
    of_column = f"{name} IN ({_listed(in_base(distribution, column))})"
    also = distribution.denominator
    common = {field: getattr(distribution, field) for field in Figures.model_fields}
    common |= {
        "id": made,
        "kind": IndicatorKind.PROPORTION,
        "title": _filled(distribution.title, column.title, label),
        "definition": distribution.definition and _filled(distribution.definition, column.title, label),
        "direction": share.direction,
        "numerator": f"{name} IN ({_listed(share.codes)})" if share.codes else f"{name} = '{code}'",
        "denominator": of_column if also == "TRUE" else f"({also}) AND {of_column}",
    }
    other = distribution.named.get(made, Named())
    common |= {field: value for field in Named.model_fields if (value := getattr(other, field))}
    if not _whole(distribution, column):
        return Indicator(**common)
    return PartOfWhole(
        **common,
        whole=f"{distribution.id}-{name}",
        whole_title=TextsFile(**column.title),
        code=code,
        label=TextsFile(**label),
        colour=share.colour,
    )


def _whole(distribution: Distribution, column: Known) -> bool:
    """Whether each row of the base is counted in one share, and one only: then they add up to the whole."""
    counted = [one for code, share in told(distribution, column).items() for one in share.codes or (code,)]
    return len(counted) > 1 and sorted(counted) == sorted(in_base(distribution, column))


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _filled(pattern: TextsFile, column: Texts, code: Texts) -> TextsFile:
    """`pattern` with what column and code are called, in the languages where both are called something."""
    texts = {}
    for language, words in pattern.as_texts().items():
        if language == "en" and not (column.get("en") and code.get("en")):
            continue
        names = {"kolonne": in_language(column, language), "kode": in_language(code, language)}
        filled = words.format(**{field: _inside_a_sentence(name) for field, name in names.items()})
        texts[language] = filled[:1].upper() + filled[1:]
    return TextsFile(**texts)


def _inside_a_sentence(name: str) -> str:
    """«Grønn» as «grønn»; «AAP» as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]

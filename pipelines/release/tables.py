"""The small tables that lie beside the cube in a release, so that it can be read without the contracts it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pipelines.contracts.model import Survey, Texts
from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Catalogue
from pipelines.indicators.lost import Bound
from pipelines.indicators.spread import PartOfWhole
from pipelines.indicators.themes import load_themes

_INDICATORS: dict[str, pl.DataType | type[pl.DataType]] = {
    "indikator": pl.String,
    "undersokelse": pl.String,
    "rekkefolge": pl.Int64,
    "tittel_nb": pl.String,
    "tittel_nn": pl.String,
    "definisjon_nb": pl.String,
    "definisjon_nn": pl.String,
    "type": pl.String,
    "enhet": pl.String,
    "retning": pl.String,
    "basisgrupper": pl.List(pl.String),
    "inndelinger": pl.List(pl.String),
    "publisert_som": pl.String,
    "rangering": pl.Boolean,
    "plan": pl.String,
    "maal": pl.String,
    "tema": pl.String,
    "grense_av": pl.String,
    "fordeling": pl.String,
    "andel": pl.String,
    "farge": pl.String,
}
_LABELS = {"dimensjon": pl.String, "kode": pl.String, "rekkefolge": pl.Int64, "nb": pl.String, "nn": pl.String}


def indicator_table(catalogue: Catalogue) -> pl.DataFrame:
    """Every indicator in the order it is declared: titles, definition, unit, direction, bases, breakdowns."""
    rows: list[dict[str, object]] = []
    for survey, indicators in catalogue.items():
        for indicator in indicators:
            definition = indicator.definition
            plan = indicator.plans[0] if indicator.plans else None
            part = indicator if isinstance(indicator, PartOfWhole) else None
            rows.append(
                {
                    "indikator": indicator.id,
                    "undersokelse": survey,
                    "rekkefolge": len(rows) + 1,
                    "tittel_nb": indicator.title.nb,
                    "tittel_nn": indicator.title.nn or indicator.title.nb,
                    "definisjon_nb": definition.nb if definition else None,
                    "definisjon_nn": (definition.nn or definition.nb) if definition else None,
                    "type": indicator.kind.value,
                    "enhet": indicator.unit,
                    "retning": indicator.direction.value,
                    "basisgrupper": list(indicator.bases),
                    "inndelinger": list(indicator.breakdowns),
                    "publisert_som": indicator.published_as,
                    "rangering": indicator.ranking,
                    "plan": plan.plan if plan else None,
                    "maal": str(plan.goal) if plan else None,
                    "tema": indicator.theme,
                    "grense_av": indicator.of if isinstance(indicator, Bound) else None,
                    "fordeling": part.whole if part else None,
                    "andel": part.code if part else None,
                    "farge": part.colour.value if part and part.colour else None,
                }
            )
    return pl.DataFrame(rows, schema=_INDICATORS)


def label_table(contracts: Contracts, catalogue: Catalogue) -> pl.DataFrame:
    """What the codes of the cube mean: surveys, breakdown columns and their codes, base groups and their sums.

    Dimensions: `tema`, `undersokelse`, `kolonne` (a breakdown's own title), each breakdown column, `basisgruppe`,
    `fordeling` (what shares that make up a whole are of), and each such whole, with what its shares are called.
    The first survey that names a code names it for all. Codes stand in the order of their form: one that an earlier
    form does not have comes before the code that follows it in its own.
    """
    rows: dict[tuple[str, str], Texts] = {
        ("tema", theme): title.as_texts() for theme, title in load_themes(contracts.folder).items()
    }
    lists: dict[tuple[str, str], list[str]] = {}
    for survey in contracts.surveys.values():
        rows["undersokelse", survey.id] = survey.title
        for dimension, code, label in _labels_of(survey, catalogue):
            rows.setdefault((dimension, code), label)
            lists.setdefault((survey.id, dimension), []).append(code)
    order: dict[str, list[str]] = {}
    for dimension, code in rows:
        lists.setdefault(("", dimension), []).append(code)
    for (_, dimension), codes in lists.items():
        _sort_in(order.setdefault(dimension, []), codes)
    table = [
        (dimension, code, 1 + order[dimension].index(code), label["nb"], label.get("nn") or label["nb"])
        for (dimension, code), label in rows.items()
    ]
    return pl.DataFrame(table, schema=_LABELS, orient="row").sort("dimensjon", "rekkefolge")


def _sort_in(order: list[str], codes: Sequence[str]) -> None:
    """Add those of `codes` that `order` does not have, each before the one that follows it, or last."""
    place = len(order)
    for code in reversed(codes):
        if code not in order:
            order.insert(place, code)
        place = order.index(code)


def _labels_of(survey: Survey, catalogue: Catalogue) -> Iterator[tuple[str, str, Texts]]:
    for part in (one for one in catalogue.get(survey.id, ()) if isinstance(one, PartOfWhole)):
        yield "fordeling", part.whole, part.whole_title.as_texts()
        yield part.whole, part.code, part.label.as_texts()
    breakdowns = {b for i in catalogue.get(survey.id, ()) for b in i.breakdowns}
    groups = survey.base_groups
    if groups:
        for total, title in groups.titles.items():
            yield "basisgruppe", total, title
    for form in survey.forms.values():
        for column in survey.counted_columns(form).values():
            if column.name in breakdowns:
                yield "kolonne", column.name, column.title
            if column.name in breakdowns or (groups and column.name == groups.column):
                dimension = "basisgruppe" if groups and column.name == groups.column else column.name
                for code in column.codes:
                    yield dimension, code.code, code.label

"""JSON-stat 2.0, as statistical offices exchange tables: one dataset for each indicator, several as a collection.

The dimensions are what is measured (`maal`: value, interval, numerator and denominator), year, borders, region, base
group, part of it, and source. Figures fill a small part of all their combinations, so that values and signs are
written by place (`{"17": 74.0}`), as the format allows. Format: https://json-stat.org/full/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any, BinaryIO

import polars as pl

from pipelines.exports.statement import facts, statement
from pipelines.exports.table import NUMBERS, readable
from pipelines.published import COMPUTED, WHOLE, Indicator, Release
from pipelines.texts import text

_ROLES = {"time": ["aar"], "geo": ["region"], "metric": ["maal"]}
# Dimension -> the columns its codes and labels are made of.
_CODES = {
    "aar": (pl.col("aar").cast(pl.String),) * 2,
    "geografi": (pl.col("geografi"),) * 2,
    "region": (pl.concat_str("regiontype", "regionkode", separator="-"), pl.coalesce("region", "regionkode")),
    "basisgruppe": (pl.col("basisgruppe"), pl.coalesce("gruppe", "basisgruppe")),
    "del": (pl.concat_str("inndeling", "kategori", separator=":"), pl.coalesce("kategorinavn", "kategori")),
    "kilde": (pl.concat_str("kilde", "argang", separator=", ", ignore_nulls=True),) * 2,
}


def write_json_stat(release: Release, rows: pl.DataFrame, target: BinaryIO, language: str) -> None:
    """Write `rows` of the cube to `target`, one indicator at a time."""
    parts = rows.partition_by("indikator", maintain_order=True)
    if len(parts) == 1:
        _write(target, _dataset(release, parts[0], language))
        return
    head = {"version": "2.0", "class": "collection", "label": text("eksport.samling", language, release=release.id),
            "extension": facts(release, language)}  # fmt: skip
    target.write(_open(head) + b',"link":{"item":[')
    for i, part in enumerate(parts):
        target.write(b"," if i else b"")
        _write(target, _dataset(release, part, language))
    target.write(b"]}}")


def _write(target: BinaryIO, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        target.write(piece)


def _open(head: Mapping[str, Any]) -> bytes:
    """`head` as JSON without its closing brace."""
    return json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()[:-1]


def _dataset(release: Release, rows: pl.DataFrame, language: str) -> Iterator[bytes]:
    indicator = release.indicator[rows["indikator"][0]]
    coded = readable(release, rows, language).with_columns(
        **{f"_{name}": code for name, (code, _) in _CODES.items()},
        **{f"_{name}_navn": label for name, (_, label) in _CODES.items()},
    ).collect()  # fmt: skip
    pairs = {name: coded.select(f"_{name}", f"_{name}_navn").unique(maintain_order=True) for name in _CODES}
    labels = {name: dict(pair.iter_rows()) for name, pair in pairs.items()}
    orders = {name: sorted(held) for name, held in labels.items()}
    place = reduce(lambda at, name: at * len(orders[name]) + _position(name, orders[name]), orders, pl.lit(0, pl.Int64))
    placed = coded.select(*NUMBERS, "tegn", plass=place)
    whole = 1
    for order in orders.values():
        whole *= len(order)
    yield _open(_head(release, indicator, labels, orders, language))
    yield b',"value":{' + _values(placed, whole) + b'},"status":{' + _signs(placed) + b"}}"


def _position(name: str, order: list[str]) -> pl.Expr:
    return pl.col(f"_{name}").replace_strict(order, list(range(len(order))), return_dtype=pl.Int64)


def _values(placed: pl.DataFrame, whole: int) -> bytes:
    """`"17":74.0,…` for every number: each measure's places come `whole` after those of the one before."""
    pieces = []
    for i, name in enumerate(NUMBERS):
        told = placed.filter(pl.col(name).is_not_null())
        pair = pl.format('"{}":{}', pl.col("plass") + i * whole, pl.col(name))
        pieces.append(told.sort("plass").select(pair.str.join(",")).item())
    return ",".join(filter(None, pieces)).encode()


def _signs(placed: pl.DataFrame) -> bytes:
    """`"17":":",…`: SSB's sign where there is no value; values are the first measure."""
    missing = placed.filter(pl.col("tegn").is_not_null()).sort("plass")
    return str(missing.select(pl.format('"{}":"{}"', "plass", "tegn").str.join(",")).item() or "").encode()


def _head(
    release: Release,
    indicator: Indicator,
    labels: dict[str, dict[str, str]],
    orders: dict[str, list[str]],
    language: str,
) -> dict[str, Any]:
    measures = {name: text(f"eksport.maal_{name}", language) for name in NUMBERS}
    dimensions = {
        "maal": {
            "label": text("eksport.dim_maal", language),
            "category": {"index": list(NUMBERS), "label": measures, "unit": {"verdi": {"label": indicator.enhet}}},
        }
    }
    for name, order in orders.items():
        named = {code: _label(name, code, labels[name][code], language) for code in order}
        dimensions[name] = {
            "label": text(f"eksport.dim_{name}", language), "category": {"index": order, "label": named}
        }  # fmt: skip
    return {
        "version": "2.0",
        "class": "dataset",
        "label": indicator.title(language),
        "source": text("eksport.kilde", language, release=release.id),
        "note": [f"{term}: {said}" for term, said in _notes(release, indicator, language)],
        "extension": {"indikator": indicator.indikator, **facts(release, language)},
        "id": list(dimensions),
        "size": [len(NUMBERS), *map(len, orders.values())],
        "role": _ROLES,
        "dimension": dimensions,
    }


def _label(dimension: str, code: str, label: str, language: str) -> str:
    if dimension == "del" and code == f"{WHOLE}:{WHOLE}":
        return text("eksport.hele_gruppen", language)
    if dimension == "geografi":
        return text(f"eksport.geografi_{code}", language)
    if dimension == "kilde" and code == COMPUTED:
        return text("eksport.beregnet", language)
    return label


def _notes(release: Release, indicator: Indicator, language: str) -> list[tuple[str, str]]:
    definition = indicator.definition(language)
    own = [(text("eksport.om_definisjon_tittel", language), definition)] if definition else []
    return [*own, *statement(release, language)]

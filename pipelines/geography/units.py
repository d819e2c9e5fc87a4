"""What a municipality code stood for in a year, and which codes a wrong one should have been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.texts import text

MOST = 4
"""More candidates than this are no help to anybody."""


@dataclass(frozen=True)
class Unit:
    """A municipality in one year: its name as Norwegian has it, and in every official language."""

    code: str
    name: str
    names: tuple[str, ...]
    county: str
    county_name: str


@dataclass(frozen=True)
class Near:
    """A code outside its time, and the codes valid in the year asked about that share its area."""

    code: str
    name: str
    first: int
    last: int | None
    right: tuple[tuple[str, str], ...]


def unit_of(names: pl.DataFrame, counties: dict[str, str], code: str, year: int) -> Unit | None:
    """The unit that `code` was in `year`.

    Args:
        names: `Geography.municipality_names`.
        counties: county code -> name; a municipality's county is the first two digits of its code.
    """
    found = names.filter(pl.col("code") == code, _in(year))
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    return Unit(code, row["name_no"], tuple(row["name"].split(" - ")), code[:2], counties[code[:2]])


def units_near(
    names: pl.DataFrame, mapping: pl.DataFrame, recoded: Mapping[str, str], code: str, year: int
) -> Near | None:
    """What `code` was in another year than `year`, and what lies there in `year`; the same name first.

    Args:
        names: `Geography.municipality_names`.
        mapping: `Geography.mapping`; units that share a municipality of 2024 lie near each other.
        recoded: `Geography.recoded`; where only the number was changed, that one code is right.
        code: the code asked about.
        year: the year it was used for.

    Returns:
        None when `code` is valid in `year`, or in no year.
    """
    own = names.filter(pl.col("code") == code)
    if own.is_empty() or not own.filter(_in(year)).is_empty():
        return None
    latest = own.row(-1, named=True)
    line = {other for other in names["code"].unique() if last_code(recoded, other) == last_code(recoded, code)}
    there = names.filter(_in(year))
    right = there.filter(pl.col("code").is_in(sorted(line)))
    if right.is_empty():
        area = mapping.filter(pl.col("kommunenummer") == code).select("kommune_2024")
        overlapping = mapping.join(area, on="kommune_2024", how="semi")
        right = there.join(overlapping, left_on="code", right_on="kommunenummer", how="semi")
    right = right.sort(pl.col("name_no") != latest["name_no"], "code")
    return Near(code, latest["name_no"], own["valid_from"][0], latest["valid_to"],
                tuple(right.select("code", "name_no").iter_rows()))  # fmt: skip


def last_code(recoded: Mapping[str, str], code: str) -> str:
    """The number that a municipality which only changed its number ended with. A ring of changes is not followed on."""
    passed = set()
    while code in recoded and code not in passed:
        passed.add(code)
        code = recoded[code]
    return code


def suggestion_text(near: Near, year: int, language: str) -> str:
    """The sentence about a code outside its time."""
    if near.last is not None and near.last < year:
        was = text("grenser.code_until", language, code=near.code, name=near.name, year=near.last)
    else:
        was = text("grenser.code_from", language, code=near.code, name=near.name, year=near.first)
    shown = [f"{code} ({name})" for code, name in near.right[:MOST]]
    if not shown:
        return was
    if len(near.right) > MOST:
        shown.append(text("grenser.code_more", language, n=len(near.right) - MOST))
    either = text("grenser.or", language)
    listed = shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {either} {shown[-1]}"
    return f"{was} {text('grenser.code_use', language, codes=listed, year=year)}"


def _in(year: int) -> pl.Expr:
    return (pl.col("valid_from") <= year) & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= year))

"""What is hidden beside hidden figures that arrived already counted: what adds up with them in one delivery.

Nobody says how such figures were counted. Categories, base groups and places are taken to add up, as a reader would
take them to, until shown figures of the delivery say otherwise. That a region is the municipalities that are there is
believed where the figures say so. What is computed here and is the same is `twins`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from pipelines.contracts.model import Survey
from pipelines.disclosure.families import UNKNOWN, Counted, Persons
from pipelines.disclosure.memory import Memory
from pipelines.disclosure.policy import Keep, Policy
from pipelines.disclosure.secondary import secondary
from pipelines.disclosure.ties import CELL, Cell, Ties, ties_between
from pipelines.disclosure.wave import PLACE, wave_by
from pipelines.geography.delivered import DELIVERED, DeliveredLinks
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.published import COMPUTED, WHOLE, Status

DELIVERY = ["kilde", "argang", "indikator"]
"""What names the figures that one source has counted alike."""
_SIDES = ("teller", "nevner")
_BASE, _COUNTED = "basisgruppe", "telt"
_DIVIDED = "inndelt etter "
SCHEMA = pl.Schema({"_rad": pl.UInt32, "skjules": pl.Boolean})


def own_figures(indicators: Iterable[Indicator], policy: Policy) -> pl.Expr:
    """Whether a row of the cube is a reported figure of persons that is not public already."""
    of_persons = [i.id for i in indicators if i.reported and i.unit not in policy.units_not_of_persons]
    return pl.col("indikator").is_in(of_persons) & ~pl.col("kilde").is_in([COMPUTED, *sorted(policy.public_sources)])


def beside_reported(
    survey: Survey,
    rows: pl.DataFrame,
    base_sums: Mapping[str, Collection[str]],
    places: DeliveredLinks,
    policy: Policy,
    memory: Memory,
) -> pl.DataFrame:
    """`_rad, skjules` of reported figures: which to hide so that no hidden one can be computed.

    Args:
        survey: of figures.
        rows: `own_figures` that have or could have a number, as `wave_of` takes them, and `DELIVERY`. One that the
            delivery itself hides has no number, and is kept as hidden as others.
        base_sums: the parts of each base group that is a sum.
        places: what adds up to what.
        policy: thresholds and preferences.
        memory: what deliveries were found to hide before.
    """
    hides_itself = pl.when(pl.col("status") == Status.HIDDEN.value).then(pl.lit(Status.HIDDEN.value))
    marked = rows.with_columns(_hide=pl.coalesce("_hide", hides_itself))
    found = [marked.select("_rad", skjules=pl.col("_hide").is_not_null())]
    for _, figures in marked.filter(_has_more_to_hide()).group_by(DELIVERY, maintain_order=True):
        links = places.among(figures.select("aar", *PLACE))
        found.append(_Delivery(survey, figures, base_sums, links, policy, memory).hidden())
    return pl.concat(found).group_by("_rad").agg(pl.col("skjules").any())


def _has_more_to_hide() -> pl.Expr:
    """Whether anything may have to be hidden in a delivery beside what is: else nothing has to be found out, quickly.

    Beside what stands alone is nothing. And where nothing is hidden, no figures leave few between them if they are all
    of one base group, divided into categories that are all there: each of those is of nobody or of enough.
    """
    struck = pl.col("_hide").is_not_null().any().over(DELIVERY)
    counts, places = pl.struct("basisgruppe", "inndeling", "kategori"), pl.struct("regiontype", "regionkode")
    alone = (counts.n_unique().over(DELIVERY) == 1) & (places.n_unique().over(DELIVERY) == 1)
    there = pl.len().over(*DELIVERY, "aar", *PLACE, "inndeling")
    every = pl.col("kategori").n_unique().over(*DELIVERY, "inndeling")
    split = ((pl.col("inndeling") == WHOLE) | ((every > 1) & (there == every))).all().over(DELIVERY)
    simple = (pl.col("basisgruppe").n_unique().over(DELIVERY) == 1) & split
    return ~alone & (struck | ~simple)


@dataclass(frozen=True)
class _Doubts:
    """What does not add up in a delivery.

    Attributes:
        divisions: by what figures are divided, where shown ones say so.
        groups: base groups, likewise.
        parts: kinds of parts of places, likewise.
        regions: `aar, sum` of those that hold so much more than the municipalities that are there, in all that is
            hidden of these, that nobody takes them to be the same.
    """

    divisions: frozenset[str]
    groups: frozenset[str]
    parts: frozenset[str]
    regions: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class _Delivery:
    """The figures of one indicator that one source has counted."""

    survey: Survey
    figures: pl.DataFrame
    base_sums: Mapping[str, Collection[str]]
    links: Links
    policy: Policy
    memory: Memory

    def hidden(self) -> pl.DataFrame:
        """Which are hidden. What hides a figure may hide that sums do not hold, so it is asked again."""
        hidden, seen = self.figures["_hide"].is_not_null(), None
        while (doubts := self._doubts(hidden)) != seen:
            hidden, seen = hidden | self._beside(doubts), doubts
        return pl.DataFrame({"_rad": self.figures["_rad"], "skjules": hidden}, schema=SCHEMA)

    def _beside(self, doubts: _Doubts) -> pl.Series:
        found = []
        of_region = pl.struct("aar", "sum").is_in([{"aar": year, "sum": place} for year, place in doubts.regions])
        held = ~pl.col("deler").is_in(sorted(doubts.parts)) & ~((pl.col("deler") == DELIVERED) & of_region)
        links = Links(self.links.cells, self.links.sums.filter(held))
        for (year,), rows in self.figures.group_by("aar", maintain_order=True):
            ties = self._ties(rows, doubts)
            wave = wave_by(self.survey, int(str(year)), ties, rows, links, self.policy, agree=False)
            # Nothing too small is nothing to give away.
            asked = wave.cells.figures.struck.any() or wave.cells.small.any()
            flags = self.memory.hidden(wave.cells, secondary) if asked else np.zeros(rows.height, np.bool_)
            found.append(pl.DataFrame({"_rad": wave.rows, "skjules": flags}, schema=SCHEMA))
        by_row = self.figures.select("_rad").join(pl.concat(found), on="_rad", how="left", maintain_order="left")
        return by_row["skjules"]

    def _doubts(self, hidden: pl.Series) -> _Doubts:
        shown = _long(self.figures.filter(~hidden))
        off = self._rests(shown).filter(pl.col("rest") != 0, pl.col("deler") != DELIVERED)
        return _Doubts(
            frozenset(_divisions_off(shown, _categories(self.figures))),
            frozenset(_groups_off(shown, self.base_sums)),
            frozenset(off["deler"]),
            frozenset(self._regions_off(hidden)),
        )

    def _rests(self, long: pl.DataFrame) -> pl.DataFrame:
        return _rests(self.links, long.with_columns(skjult=pl.lit(value=False)))

    def _regions_off(self, hidden: pl.Series) -> Iterator[tuple[int, int]]:
        # What the delivery hides itself is taken to be nobody: what the others leave is then what a reader finds.
        nobody = pl.when(pl.col("status") == Status.HIDDEN.value).then(0)
        figures = self.figures.with_columns(hidden.alias("skjult"), teller=pl.coalesce("teller", nobody))
        rests = _rests(self.links, _long(figures, "skjult")).filter(pl.col("deler") == DELIVERED)
        limit = self.policy.kinds[self.survey.kind].cell or 1
        near = rests.filter(pl.col("skjult"), pl.col("rest").is_between(0, limit - 1))
        delivered = self.links.sums.filter(pl.col("deler") == DELIVERED)
        yield from delivered.join(near, on=["aar", "sum"], how="anti").select("aar", "sum").unique().iter_rows()

    def _ties(self, rows: pl.DataFrame, doubts: _Doubts) -> Ties:
        codes = _Codes(self.base_sums, _categories(self.figures), set(self.figures["basisgruppe"]), doubts)
        with_base = rows["nevner"].is_not_null().any()
        whom = {cell: codes.counted(cell, with_base=with_base) for cell in rows.select(CELL).unique().sort(CELL).rows()}
        return _ties(whom, codes, self.policy.keep)


def _ties(whom: Mapping[Cell, Counted], codes: _Codes, keep: Keep) -> Ties:
    return ties_between(whom, codes, lambda cell: keep.whole if cell[2] == WHOLE else 1.0)


def _categories(figures: pl.DataFrame) -> dict[str, list[str]]:
    """The categories that a delivery has of each thing that it is divided by."""
    divided = figures.filter(pl.col("inndeling") != WHOLE).group_by("inndeling").agg(pl.col("kategori").unique().sort())
    return dict(divided.sort("inndeling").iter_rows())


@dataclass
class _Codes:
    """Base groups, categories and numerators as codes, so that what is taken to add up does.

    A sum that does not is given a code that none of its parts has, and so is one of which a single part is told.
    """

    base_sums: Mapping[str, Collection[str]]
    categories: Mapping[str, list[str]]
    groups: Collection[str]
    doubts: _Doubts
    _bits: dict[str, dict[str, int]] = field(init=False)
    _others: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Number the codes of every column."""
        named = {code for codes in self.base_sums.values() for code in codes}
        alone = {*named, *(self.groups - self.base_sums.keys()), *(f"ellers {name}" for name in self.doubts.groups)}
        self._bits = {_BASE: _numbered(sorted(alone)), _COUNTED: _numbered(["ja", "nei"])}
        self._others = {}
        for division, categories in self.categories.items():
            column = _DIVIDED + division
            self._bits[column] = _numbered(categories)
            if division in self.doubts.divisions or len(categories) == 1:
                self._others[column] = 1 << len(categories)

    def every(self, column: str) -> int:
        """All codes of `column`, as bits."""
        return sum(self._bits[column].values()) | self._others.get(column, 0)

    def is_unknown(self, persons: Persons) -> bool:
        """Whether nothing sets `persons` apart in some column but that it is not known, or not told."""
        return any(not codes & ~self._unknown(column) for column, codes in persons)

    def _unknown(self, column: str) -> int:
        told = self._bits[column].get(UNKNOWN, 0)
        return told | (self._others.get(column, 0) if len(self._bits[column]) > 1 else 0)

    def counted(self, cell: Cell, *, with_base: bool) -> Counted:
        """Whom a figure counts."""
        _, group, division, category = cell
        held = {_BASE: self._group(group)}
        if division != WHOLE:
            held[_DIVIDED + division] = self._bits[_DIVIDED + division][category]
        if not with_base:
            return Counted(self._persons(held), None, None)
        yes, no = (self._persons(held | {_COUNTED: self._bits[_COUNTED][code]}) for code in ("ja", "nei"))
        return Counted(yes, self._persons(held), no)

    def _group(self, group: str) -> int:
        bits = self._bits[_BASE]
        parts = self.base_sums.get(group, (group,))
        return sum(bits[code] for code in parts) | bits.get(f"ellers {group}", 0)

    def _persons(self, held: Mapping[str, int]) -> Persons:
        return tuple(sorted((column, codes) for column, codes in held.items() if codes != self.every(column)))


def _numbered(codes: Iterable[str]) -> dict[str, int]:
    return {code: 1 << n for n, code in enumerate(codes)}


def _long(figures: pl.DataFrame, *other: str) -> pl.DataFrame:
    """One row for each numerator and base that has a number: where, of what, `side` and `antall`, and what is asked."""
    key = ["aar", *PLACE, "basisgruppe", "inndeling", "kategori"]
    long = figures.unpivot(_SIDES, index=[*key, *other], variable_name="side", value_name="antall")
    return long.filter(pl.col("antall").is_not_null()).unique([*key, "side"], keep="first", maintain_order=True)


def _divisions_off(long: pl.DataFrame, categories: Mapping[str, list[str]]) -> Iterator[str]:
    """What figures are divided by where all categories are told and are not the whole."""
    by = ["aar", *PLACE, "basisgruppe", "side"]
    many = pl.DataFrame(
        [(division, len(held)) for division, held in categories.items()],
        schema={"inndeling": pl.String, "alle": pl.UInt32}, orient="row",
    )  # fmt: skip
    parts = long.group_by(*by, "inndeling").agg(sum=pl.col("antall").sum(), len=pl.len())
    full = parts.join(many, on="inndeling").filter(pl.col("len") == pl.col("alle"), pl.col("alle") > 1)
    whole = long.filter(pl.col("inndeling") == WHOLE).select(*by, "antall")
    yield from full.join(whole, on=by).filter(pl.col("sum") != pl.col("antall"))["inndeling"]


def _groups_off(long: pl.DataFrame, base_sums: Mapping[str, Collection[str]]) -> Iterator[str]:
    """The base groups that are told with all their parts and are not their sum."""
    by = ["aar", *PLACE, "inndeling", "kategori", "side"]
    for group, codes in base_sums.items():
        parts = long.filter(pl.col("basisgruppe").is_in(list(codes)))
        full = parts.group_by(by).agg(sum=pl.col("antall").sum(), len=pl.len()).filter(len=len(codes))
        whole = long.filter(basisgruppe=group).join(full, on=by)
        if (whole["antall"] != whole["sum"]).any():
            yield group


def _rests(links: Links, long: pl.DataFrame) -> pl.DataFrame:
    """`aar, sum, deler, rest, skjult`: what a place holds more than its parts, for each count that all of them have.

    `skjult` is whether one of the parts is.
    """
    count, line = ["basisgruppe", "inndeling", "kategori", "side"], ["aar", "sum", "deler"]
    of_cell = long.join(links.cells, on=["aar", *PLACE])
    told = of_cell.select("aar", "celle", *count, "antall", "skjult").unique(["aar", "celle", *count], keep="first")
    many = links.sums.group_by(line).agg(alle=pl.len())
    parts = links.sums.join(told, left_on=["aar", "ledd"], right_on=["aar", "celle"])
    added = parts.group_by(*line, *count).agg(pl.col("antall").sum(), pl.len(), pl.col("skjult").any())
    full = added.join(many, on=line).filter(pl.col("len") == pl.col("alle"))
    whole = full.join(told, left_on=["aar", "sum", *count], right_on=["aar", "celle", *count], suffix="_hele")
    return whole.select(*line, "skjult", rest=pl.col("antall_hele") - pl.col("antall"))

"""Protect the cube: strike the figures that primary rules name, those that would give them away, and what is derived.

Which rules and how much is the policy's; how sums are found and closed stands in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.memory import Memory
from pipelines.disclosure.policy import Policy
from pipelines.disclosure.primary import PRIVACY, nobody_or_everybody, reason, rule_reason
from pipelines.disclosure.reported import SCHEMA, beside_reported, own_figures
from pipelines.disclosure.secondary import secondary
from pipelines.disclosure.series import with_weak_series
from pipelines.disclosure.standing import as_published
from pipelines.disclosure.ties import CELL, of_unknown
from pipelines.disclosure.twins import Twins
from pipelines.disclosure.wave import FIGURE, taking_part, wave_of
from pipelines.geography import Geography
from pipelines.geography.delivered import DeliveredLinks
from pipelines.geography.links import links
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.indicators.expressions import columns_of
from pipelines.published import COMPUTED, WITH_VALUE, Status

DERIVED = ("teller", "nevner", "verdi", "ki_lav", "ki_hoy", "metode")


def protect(
    cube: pl.DataFrame,
    contracts: Contracts,
    catalogue: Catalogue,
    policy: Policy,
    geography: Geography,
    memory: Memory | None = None,
    published: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The cube with every figure hidden that a primary rule strikes, and every one that would give it away.

    Args:
        cube: the unprotected cube, where what the policy rounds has been; `undersokelse` says which survey's rules
            hold. Nothing of a rounded survey is hidden; what should have been rounded and is not, is.
        contracts: kinds of survey, sensitive columns, and how base groups add.
        catalogue: which indicators count persons, and of what.
        policy: the thresholds, and what is kept before what.
        geography: which places add up to which.
        memory: what waves were found to hide before.
        published: the figures of closed waves as the release on the pages has them, with `undersokelse`.

    Returns:
        The same rows in the same order. A hidden one has status `skjult`, its reason in `arsak`, and null in
        numerator, denominator, value and interval.
    """
    public = public_figures(cube, catalogue, policy)
    numbered = cube.with_row_index("_rad").join(public, on=FIGURE, how="left", maintain_order="left")
    rounded, standing, pieces = set[str](), set[tuple[str, int]](), []
    for survey in contracts.surveys.values():
        mine = numbered.filter(pl.col("undersokelse") == survey.id)
        indicators = catalogue.get(survey.id, ())
        if is_rounded(mine, indicators, policy.rounded.get(survey.id)):
            rounded.add(survey.id)
            pieces.append(mine.with_columns(pl.lit(None, pl.String).alias(c) for c in ("_hide", "_ellers")))
            continue
        means = [i.id for i in indicators if i.kind is IndicatorKind.MEAN]
        why = rule_reason(policy.kinds[survey.kind], pl.col("indikator").is_in(means))
        # For the same reason as by a primary rule, so that nothing tells them apart.
        by_rules = mine.with_columns(_hide=primary_reason(survey, indicators, policy), _ellers=why)
        stands = as_published(by_rules, _of(published, survey, cube), why)
        standing |= {(survey.id, year) for year in stands["aar"].unique()}
        pieces.append(_with_standing(_struck(survey, indicators, by_rules, policy, why), stands))
    judged = pl.concat(pieces).sort("_rad")
    if judged.height != cube.height:
        raise ValueError("kuben har figurer fra en undersøkelse uten kontrakt")
    work = _Work(
        contracts, catalogue, policy, geography, memory or Memory(), tuple(cube["aar"].unique()), frozenset(rounded)
    )
    judged = work.with_all_beside(judged, Twins(judged, catalogue, policy), standing)
    hide = pl.col("_hide").is_not_null() & pl.col("status").is_in(_WITH_COUNTS)
    return judged.with_columns(
        *(pl.when(~hide).then(pl.col(c)).alias(c) for c in DERIVED),
        status=pl.when(hide).then(pl.lit(Status.HIDDEN.value)).otherwise(pl.col("status")),
        arsak=pl.when(hide).then(pl.col("_hide")).otherwise(pl.col("arsak")),
    ).drop("_hide", "_ellers", "_kjent", "_rad")


def public_figures(cube: pl.DataFrame, catalogue: Catalogue, policy: Policy) -> pl.DataFrame:
    """The computed figures that a public source tells anyhow, so that to hide one would hide nothing.

    Args:
        cube: computed and reported figures.
        catalogue: which reported indicator is the same as a computed one.
        policy: which sources are public.

    Returns:
        `FIGURE`, and `_kjent`, true.
    """
    pairs = [(i.published_as, i.id) for held in catalogue.values() for i in held if i.published_as]
    names = pl.DataFrame(pairs, schema={"indikator": pl.String, "_beregnet": pl.String}, orient="row")
    told = cube.filter(pl.col("kilde").is_in(sorted(policy.public_sources)), pl.col("teller").is_not_null())
    return (
        told.join(names, on="indikator")
        .with_columns(indikator="_beregnet", kilde=pl.lit(COMPUTED))
        .select(*FIGURE, _kjent=pl.lit(value=True))
        .unique(maintain_order=True)
    )


def is_rounded(figures: pl.DataFrame, indicators: tuple[Indicator, ...], base: int | None) -> bool:
    """Whether every count of persons among a survey's `figures` is marked as rounded to `base`, and is a multiple."""
    if base is None:
        return False
    persons = figures.filter(
        pl.col("indikator").is_in([i.id for i in indicators if not i.counts]),
        pl.any_horizontal(pl.col(DERIVED).is_not_null()),
    )
    multiples = pl.all_horizontal(pl.col("teller", "nevner").fill_null(0) % base == 0)
    return bool(persons.select((pl.col("avrundet").eq_missing(base) & multiples).all()).item())


def _of(published: pl.DataFrame | None, survey: Survey, cube: pl.DataFrame) -> pl.DataFrame:
    """What is published of a survey; nothing of one where nothing is."""
    return cube.clear() if published is None else published.filter(pl.col("undersokelse") == survey.id)


def _with_standing(judged: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """`judged` with what stands hidden or shown as it stands."""
    both = judged.join(
        standing.select("_rad", "_star", _er=pl.lit(value=True)), on="_rad", how="left", maintain_order="left"
    )
    return both.with_columns(_hide=pl.when("_er").then("_star").otherwise("_hide")).drop("_er", "_star")


def _struck(
    survey: Survey, indicators: tuple[Indicator, ...], judged: pl.DataFrame, policy: Policy, why: pl.Expr
) -> pl.DataFrame:
    """`judged` with what the series rule strikes beside what primary rules do.

    The series rule spares what it would hide nobody by: what a public source tells, what counts nobody or everybody,
    and how many are not known of. And regions of which nothing goes for the sake of other figures.
    """
    rule = policy.kinds[survey.kind].series
    if rule is None:
        return judged
    unknown = of_unknown(survey, judged["aar"].unique().sort(), _of_persons(indicators), policy.keep)
    marked = judged.join(
        unknown.with_columns(_ukjent=pl.lit(value=True)), on=["aar", *CELL], how="left", maintain_order="left"
    )
    spared = (
        pl.col("_kjent").fill_null(value=False)
        | pl.col("_ukjent").fill_null(value=False)
        | pl.col("regiontype").is_in(sorted(policy.keep.always))
        | nobody_or_everybody()
    )
    return with_weak_series(marked, rule, spared, why).drop("_ukjent")


def _of_persons(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Those whose figures stand in sums of persons."""
    return tuple(i for i in indicators if not i.counts and not i.reported)


_WITH_COUNTS = [*(s.value for s in WITH_VALUE), Status.NO_DENOMINATOR.value]
_WAVE = ["undersokelse", "aar"]


@dataclass(frozen=True)
class _Work:
    """What the protection of a cube needs to know.

    Attributes:
        years: of all figures.
        rounded: the surveys of which nothing is hidden.
    """

    contracts: Contracts
    catalogue: Catalogue
    policy: Policy
    geography: Geography
    memory: Memory
    years: tuple[int, ...]
    rounded: frozenset[str]

    @cached_property
    def _delivered(self) -> DeliveredLinks:
        return DeliveredLinks(self.geography, self.years)

    def with_all_beside(self, judged: pl.DataFrame, twins: Twins, standing: Set[tuple[str, int]]) -> pl.DataFrame:
        """`judged` with what is hidden beside hidden figures, in their sums and as their twins, until nothing more is.

        A twin that goes may give others away, in its own wave: that is then settled again. Waves that stand are left,
        but where a twin goes.
        """
        every, own = judged.select(_WAVE).unique().sort(_WAVE), judged
        judged = twins.beside(own, self.rounded)
        moved = self._more(own, judged)
        open_ = [wave for wave in every.iter_rows() if wave not in standing or wave in moved]
        while open_:
            settled = [self._settled(survey, year, judged) for survey, year in open_]
            both = judged.join(pl.concat(settled), on="_rad", how="left", maintain_order="left")
            summed = both.with_columns(_hide=pl.coalesce("_hide", pl.when("skjules").then("_ellers"))).drop("skjules")
            judged = twins.beside(summed, self.rounded)
            open_ = self._more(summed, judged)
        return judged

    @staticmethod
    def _more(before: pl.DataFrame, after: pl.DataFrame) -> list[tuple[str, int]]:
        """The waves in which more is hidden than before."""
        more = after["_hide"].is_not_null() & before["_hide"].is_null()
        return [*after.filter(more).select(_WAVE).unique().sort(_WAVE).iter_rows()]

    def _settled(self, name: str, year: int, judged: pl.DataFrame) -> pl.DataFrame:
        """`_rad, skjules`: of figures that stand in sums, which to hide so that nothing hidden can be computed."""
        survey, indicators = self.contracts.surveys[name], self.catalogue.get(name, ())
        mine = judged.filter(pl.col("undersokelse") == name, pl.col("aar") == year)
        if name in self.rounded:
            return pl.DataFrame(schema=SCHEMA)
        if survey.kind is SurveyKind.FIGURES:
            return self._of_deliveries(survey, mine)
        return self._in_wave(survey, year, indicators, mine)

    def _of_deliveries(self, survey: Survey, mine: pl.DataFrame) -> pl.DataFrame:
        has_rows = [*_WITH_COUNTS, Status.HIDDEN.value]
        rows = mine.filter(
            own_figures(self.catalogue.get(survey.id, ()), self.policy), pl.col("status").is_in(has_rows)
        )
        if rows.is_empty():
            return pl.DataFrame(schema=SCHEMA)
        sums = [one.base_groups.sums for one in self.contracts.surveys.values() if one.base_groups]
        known = {group: codes for held in sums for group, codes in held.items()}
        return beside_reported(survey, rows, known, self._delivered, self.policy, self.memory)

    def _in_wave(
        self, survey: Survey, year: int, indicators: tuple[Indicator, ...], mine: pl.DataFrame
    ) -> pl.DataFrame:
        of_persons = _of_persons(indicators)
        rows = mine.filter(
            pl.col("indikator").is_in([i.id for i in of_persons]),
            pl.col("status").is_in(_WITH_COUNTS),
            pl.col("kilde") == COMPUTED,
        )
        # Where no cell is too small in itself, no difference is, and nothing struck is nothing to give away.
        if rows.is_empty() or (rows["_hide"].is_null().all() and not self.policy.kinds[survey.kind].cell):
            return pl.DataFrame(schema=SCHEMA)
        places = links(self.geography, taking_part(rows))
        wave = wave_of(survey, year, of_persons, rows, places, self.policy)
        return pl.DataFrame({"_rad": wave.rows, "skjules": self.memory.hidden(wave.cells, secondary)}, schema=SCHEMA)


def primary_reason(survey: Survey, indicators: tuple[Indicator, ...], policy: Policy) -> pl.Expr:
    """Why a figure of `survey` is hidden by a primary rule; null where none strikes.

    Reads `indikator`, `teller` and `nevner`, and for a survey of figures `kilde`.
    """
    of_persons = [i.id for i in indicators if i.unit not in policy.units_not_of_persons]
    sensitive = [i.id for i in indicators if not i.reported and _is_sensitive(survey, i)]
    means = [i.id for i in indicators if i.kind is IndicatorKind.MEAN]
    told_of = pl.col("indikator")
    why = reason(policy.kinds[survey.kind], told_of.is_in(sensitive), told_of.is_in(means))
    applies = pl.col("indikator").is_in(of_persons)
    if survey.kind is SurveyKind.FIGURES:
        applies &= ~pl.col("kilde").is_in(sorted(policy.public_sources))
        # A share or rate delivered without its counts cannot be judged, so it is not shown.
        why = pl.coalesce(why, pl.when(pl.col("teller").is_null()).then(pl.lit(PRIVACY)))
    return pl.when(applies).then(why)


def _is_sensitive(survey: Survey, indicator: Indicator) -> bool:
    return bool(columns_of(indicator.numerator or "TRUE") & survey.sensitive)

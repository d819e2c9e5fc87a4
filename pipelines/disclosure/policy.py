"""The policy: thresholds by kind of survey, from `policies/disclosure.yaml`, where each is explained."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.repository import load_contracts
from pipelines.contracts.survey_file import explain
from pipelines.geography.membership import REGION_TYPES
from pipelines.indicators.catalogue import Catalogue, IndicatorKind, load_catalogue
from pipelines.published import POOL
from pipelines.texts import text


class Pool(BaseModel):
    """When the hidden municipalities of a county are shown together: so many of them, with so many answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    municipalities: int = Field(ge=2)
    base: int = Field(ge=1)


class Series(BaseModel):
    """When the years of a figure are mostly struck: more than this share of them, of at least so many."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    share: float = Field(ge=0, lt=1)
    years: int = Field(ge=2)


class Thresholds(BaseModel):
    """What is too few, for one kind of survey; a rule without a number does not apply to that kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    cell: int | None = None
    base: int | None = None
    mean_base: int | None = None
    homogeneous_base: int | None = None
    pool: Pool | None = None
    series: Series | None = None


class Keep(BaseModel):
    """What is kept before what, where figures must be hidden so that others cannot be computed.

    Worths are multiplied. A figure of worth 10 is kept if fewer than ten of worth 1 can be hidden instead. `persons` is
    the power to which a figure's number of persons counts: none at 0, as such at 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    regions: dict[str, float]
    always: frozenset[str] = frozenset()
    older_borders: float
    persons: float = Field(ge=0, le=1)
    whole: float
    first_base: float
    in_plan: float
    empty: float


class _PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kinds: dict[SurveyKind, Thresholds]
    rounded: dict[str, Annotated[int, Field(ge=3)]] = {}
    public_sources: str
    units_not_of_persons: frozenset[str]
    keep: Keep


@dataclass(frozen=True)
class Policy:
    """What protects which survey.

    Attributes:
        kinds: thresholds for every kind of survey.
        public_sources: sources whose figures are public already.
        units_not_of_persons: units of figures that count no persons.
        keep: what is kept before what.
        rounded: survey -> what its counts are rounded to multiples of, instead of being hidden.
    """

    kinds: dict[SurveyKind, Thresholds]
    public_sources: frozenset[str]
    units_not_of_persons: frozenset[str]
    keep: Keep
    rounded: Mapping[str, int] = field(default_factory=dict)


def load_policy(contracts_folder: Path) -> Policy:
    """Read the policy.

    Raises:
        ContractError: the file or the list of public sources cannot be used, it names what nothing has, a kind of
            survey has no thresholds, a survey asks for stricter ones, or one cannot be rounded.
    """
    path = contracts_folder / "policies" / "disclosure.yaml"
    try:
        file = _PolicyFile.model_validate(read_yaml(path))
    except ValidationError as error:
        raise ContractError(f"policies/disclosure.yaml: {explain(error)}") from error
    missing = [kind.value for kind in SurveyKind if kind not in file.kinds]
    if missing:
        raise ContractError(
            f"policies/disclosure.yaml: mangler grenser for {', '.join(missing)}. Uten dem vises ingenting."
        )
    surveys = load_contracts(contracts_folder).surveys
    wrong = [*_unknown(file, load_catalogue(contracts_folder))]
    wrong += [words for survey in surveys.values() for words in _weaker(file, survey)]
    wrong += [words for name, base in file.rounded.items() for words in _not_rounded(contracts_folder, name, base)]
    if wrong:
        raise ContractError(" ".join(wrong))
    return Policy(
        file.kinds, _sources(contracts_folder, file.public_sources), file.units_not_of_persons, file.keep, file.rounded
    )


def _unknown(policy: _PolicyFile, catalogue: Catalogue) -> Iterator[str]:
    """What is said of names in the policy that nothing has: a mistyped one would be no rule, and nobody would know."""
    regions = [kind for kind in REGION_TYPES if kind != POOL]
    units = sorted({indicator.unit for held in catalogue.values() for indicator in held})
    named = {
        "keep.regions": (policy.keep.regions, regions),
        "keep.always": (policy.keep.always, regions),
        "units_not_of_persons": (policy.units_not_of_persons, units),
    }
    for place, (names, known) in named.items():
        for name in sorted(set(names) - set(known)):
            yield text("vern.ukjent_navn", place=place, name=name, known=", ".join(known))


def _sources(contracts_folder: Path, name: str) -> frozenset[str]:
    """The sources in the column `kilde` of the table `name`."""
    try:
        with (contracts_folder / name).open(encoding="utf-8", newline="") as table:
            return frozenset(row["kilde"] for row in csv.DictReader(table))
    except (OSError, ValueError, KeyError) as error:
        raise ContractError(text("vern.uten_kilder", file=name)) from error


def _weaker(policy: _PolicyFile, survey: Survey) -> Iterator[str]:
    """What is said of each rule that is weaker than `survey` asks for; a rule that does not apply is the weakest."""
    held = policy.kinds[survey.kind]
    for rule, least in survey.minimum.items():
        number = getattr(held, rule)
        if number is None or number < least:
            yield text(
                "vern.svakere_enn_minstekrav",
                survey=survey.id,
                kind=survey.kind.value,
                rule=rule,
                number=text("vern.ingen_grense") if number is None else number,
                least=least,
            )


def _not_rounded(contracts_folder: Path, name: str, base: int) -> Iterator[str]:
    """Why the survey `name` cannot be rounded to `base`; nothing where it can.

    Only those who take part in something are so few that rounding shows more than hiding. A sample's intervals are made
    of municipalities' own counts, a mean of rounded persons would be of other persons, and what a survey asks of bases,
    and of everybody or nobody, is not kept by rounding.
    """
    survey = load_contracts(contracts_folder).surveys.get(name)
    if survey is None:
        yield text("vern.avrunding_ukjent", survey=name)
    elif survey.kind is not SurveyKind.PARTICIPANTS:
        yield text("vern.avrunding_slag", survey=name, kind=survey.kind.value)
    else:
        for rule, least in survey.minimum.items():
            if rule not in ("cell", "mean_base") or (rule == "cell" and base < least):
                yield text("vern.avrunding_minstekrav", survey=name, rule=rule, least=least, base=base)
        for one in load_catalogue(contracts_folder).get(name, ()):
            if one.kind not in (IndicatorKind.COUNT, IndicatorKind.PROPORTION):
                yield text("vern.avrunding_antall", survey=name, indicator=one.id)

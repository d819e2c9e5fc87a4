"""Read `survey.yaml` into a `Survey`. The pydantic models here are the file's shape and its writing guide."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from pipelines.contracts.model import BaseGroups, Break, BreakKind, Form, LegalBasis, Repeated, Stop, Survey, SurveyKind
from pipelines.contracts.odcs import ContractError, read_form, read_yaml

LAST_YEAR = 2030
"""The last year an open-ended form range («2024-») is unrolled to: the last value of the year columns."""


class TextsFile(BaseModel):
    """One text in up to three languages. Good: `{nb: Bolig, nn: Bustad}`. Bad: a text without nb."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    nb: str = Field(description="Bokmål. Always there; it stands in for the languages that are missing.")
    nn: str | None = Field(default=None, description="Nynorsk. Leave out only where it is the same word.")
    en: str | None = Field(default=None, description="English.")

    def as_texts(self) -> dict[str, str]:
        """The languages that are filled in."""
        return self.model_dump(exclude_none=True)


def years_of(value: Any) -> list[int]:
    """Unroll «2015-2018», «2019-», 2017 or «2001-2004, 2010» to years."""
    years: list[int] = []
    for piece in str(value).split(","):
        first, dash, last = piece.strip().partition("-")
        years.extend(range(int(first), (int(last) if last else LAST_YEAR if dash else int(first)) + 1))
    return years


def _since(value: Any) -> Any:
    """Read «stanset fra 2021-10-13» to its date; «apen» to None."""
    if value == "apen":
        return None
    return date.fromisoformat(str(value).removeprefix("stanset fra ").strip())


_COLLECTION = {"type": "string", "pattern": "^(apen|stanset fra [0-9]{4}-[0-9]{2}-[0-9]{2})$"}


class BaseGroupsFile(BaseModel):
    """`column` holds the groups; `sums` names groups of groups that published figures use."""

    model_config = ConfigDict(extra="forbid")
    column: str = Field(description="Our column with the group of each row. Good: basisgruppe.")
    sums: dict[str, list[str]] = Field(
        description="Sum -> our codes in it, each once. Good: {rop: [rop_mindre_alvorlig, rop_alvorlig]}. "
        "Bad: a sum with the name of a code, or a sum of sums."
    )
    titles: dict[str, TextsFile] = Field(description="What each sum is called; one for every sum.")


class LegalBasisFile(BaseModel):
    """Why person rows may be handled. `refused` values of `column` stop the file and nothing of it is kept."""

    model_config = ConfigDict(extra="forbid")
    column: str | None = Field(default=None, description="Our column with the unit; left out where all may hand in.")
    units: list[str] = Field(default_factory=list, description="Our codes of the units that may. Good: [rus, annet].")
    refused: list[str] = Field(
        default_factory=list, description="Our codes of those that may not. Every code stands in one of the two lists."
    )
    note: TextsFile = Field(description="Why; shown to whoever is refused. Good: names the law or the decision.")


class BreakFile(BaseModel):
    """Where a series breaks: from `year` on its figures are made in another way than before."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    year: int = Field(ge=1900, le=2100, description="The first year of the new way. Good: 2020.")
    kind: BreakKind = Field(
        description="What changed. skjema, ordlyd: what was asked; grunnlag: who is counted; deltakelse: who took part."
    )
    why: TextsFile = Field(
        description="One sentence, shown where the line breaks. Good: Koronaåret: langt færre kommuner kartla. "
        "Bad: Brudd i serien."
    )
    harmless: bool = Field(
        default=False, description="true where why says that figures before and after compare all the same."
    )
    bases: tuple[str, ...] = Field(default=(), description="The base groups it concerns; left out: all of them.")

    def declared(self) -> Break:
        """The break as the rest of the code sees it."""
        return Break(self.year, self.harmless, self.bases, self.kind, self.why.as_texts())


class RepeatedFile(BaseModel):
    """Several rows with one row key are one person, measured again; indicators see each person once."""

    model_config = ConfigDict(extra="forbid")
    order: str = Field(description="Our column that numbers a person's rows. Good: malingsnummer.")
    columns: list[str] = Field(
        min_length=1,
        description="What is measured each time. Indicators use x_forste and x_siste of each, and malinger, the number "
        "of rows. Good: [livskvalitet]. Bad: [kjonn], which does not change.",
    )


class MinimumFile(BaseModel):
    """What policies/disclosure.yaml may not go below for this survey; a run is refused where it does."""

    model_config = ConfigDict(extra="forbid")
    cell: int | None = Field(default=None, ge=1, description="Persons in a cell. Good: 5.")
    base: int | None = Field(default=None, ge=1, description="Answers behind a figure. Good: 10.")
    mean_base: int | None = Field(default=None, ge=1, description="Persons behind a mean. Good: 10.")
    homogeneous_base: int | None = Field(default=None, ge=1, description="Persons behind 0 % or 100 %. Good: 20.")


class SurveyFile(BaseModel):
    """`survey.yaml`."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="The folder's name. Good: fritid. Bad: Fritid-2024.")
    title: TextsFile = Field(description="What the survey is called, without year.")
    kind: SurveyKind = Field(
        description="What a row is. kartlegging: a person, all users of the services; utvalg: an answer of a sample; "
        "deltakere: a person, those who took part in something; tiltak: a thing, no person; tall: a figure."
    )
    year: str = Field(description="Our column that says which wave a row belongs to. Good: kartleggingsaar.")
    municipality: str | None = Field(default=None, description="The column with the municipality's number.")
    replaces: list[str] = Field(
        description="A later accepted part with this key replaces the earlier one whole. "
        "Good: [kartleggingsaar, kommunenummer, enhet]. Bad: without enhet where units hand in apart: they would "
        "replace each other."
    )
    row_key: str | None = Field(default=None, description="Unique within a part; never a key across years.")
    forms: dict[str, str] = Field(
        description='Years -> form, every year once, both in quotes. Good: {"2015-2018": "2015", "2024-": '
        '"2024"}. Bad: {2015 til 2018: 2015}.'
    )
    no_form: dict[str, TextsFile] = Field(default_factory=dict, description="Years without a form, and why.")
    base_groups: BaseGroupsFile | None = Field(default=None, description="Groups of persons that figures are based on.")
    published_population: str | None = Field(
        default=None, description="SQL: the rows that published figures count. Good: aldersgruppe <> '16-17'."
    )
    legal_basis: LegalBasisFile | None = Field(default=None, description="Required where rows are persons.")
    repeated: RepeatedFile | None = Field(default=None, description="Where a person may have several rows in a part.")
    innsamling: Annotated[date | None, BeforeValidator(_since), WithJsonSchema(_COLLECTION)] = Field(
        default=None, description="apen, or «stanset fra 2021-10-13» together with stanset_fordi. Bad: stengt."
    )
    stanset_fordi: TextsFile | None = Field(default=None, description="Why; shown to whoever hands in after the stop.")
    breaks: list[BreakFile] = Field(
        default_factory=list, description="Where every series of the survey breaks; one indicator's stand with it."
    )
    sensitive: list[str] = Field(default_factory=list, description="Columns where 0 % and 100 % tell of persons.")
    minimum: MinimumFile | None = Field(
        default=None, description="The survey's own least limits, such as what respondents have been promised."
    )
    synthetic_prefix: str | None = Field(
        default=None, description="Row keys of example files begin so; any row without it counts as real data."
    )


def read_survey(folder: Path) -> Survey:
    """The survey declared by `folder/survey.yaml` and its `*.odcs.yaml`.

    Raises:
        ContractError: something in the folder cannot be used; the message names file and field.
    """
    path = folder / "survey.yaml"
    try:
        file = SurveyFile.model_validate(read_yaml(path))
        form_by_year = {year: form for span, form in file.forms.items() for year in years_of(span)}
        no_form = {year: why.as_texts() for span, why in file.no_form.items() for year in years_of(span)}
    except (ValidationError, ValueError) as error:
        raise ContractError(f"{folder.name}/survey.yaml: {explain(error)}") from error
    if file.id != folder.name:
        raise ContractError(f"{folder.name}/survey.yaml: id er «{file.id}», men mappen heter «{folder.name}».")
    if file.kind.of_persons and file.legal_basis is None:
        raise ContractError(f"{folder.name}/survey.yaml: personrader krever legal_basis. Skriv grunnlaget inn.")
    if file.repeated and file.row_key is None:
        raise ContractError(f"{folder.name}/survey.yaml: repeated krever row_key. Skriv kolonnen som følger personen.")
    if file.innsamling and not file.stanset_fordi:
        raise ContractError(f"{folder.name}/survey.yaml: innsamlingen er stanset uten stanset_fordi. Skriv grunnen.")
    return _survey(file, folder, form_by_year, no_form)


def _survey(file: SurveyFile, folder: Path, form_by_year: dict[int, str], no_form: dict[int, Any]) -> Survey:
    forms: dict[str, Form] = {f: read_form(folder / f"{f}.odcs.yaml", file.id) for f in sorted({*file.forms.values()})}
    groups, legal, stopped = file.base_groups, file.legal_basis, file.stanset_fordi
    return Survey(
        id=file.id,
        title=file.title.as_texts(),
        kind=file.kind,
        year=file.year,
        municipality=file.municipality,
        replaces=tuple(file.replaces),
        row_key=file.row_key,
        forms=forms,
        form_by_year=form_by_year,
        no_form=no_form,
        base_groups=BaseGroups(
            column=groups.column,
            sums={name: tuple(codes) for name, codes in groups.sums.items()},
            titles={name: t.as_texts() for name, t in groups.titles.items()},
        )
        if groups
        else None,
        published_population=file.published_population,
        legal_basis=LegalBasis(legal.column, frozenset(legal.units), frozenset(legal.refused), legal.note.as_texts())
        if legal
        else None,
        stop=Stop(file.innsamling, stopped.as_texts()) if file.innsamling and stopped else None,
        sensitive=frozenset(file.sensitive),
        synthetic_prefix=file.synthetic_prefix,
        breaks=tuple(one.declared() for one in file.breaks),
        repeated=Repeated(file.repeated.order, tuple(file.repeated.columns)) if file.repeated else None,
        minimum=file.minimum.model_dump(exclude_none=True) if file.minimum else {},
    )


def explain(error: Exception) -> str:
    """What is wrong with a contract's YAML: every field's path and fault, or the error's own words."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return str(error)

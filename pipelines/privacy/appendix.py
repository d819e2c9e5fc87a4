"""The appendix to an assessment of privacy: what is kept of whom, why, by what right, how long, and who sees it.

Written from contracts and policies alone, so that it says what the installation does; in bokmål, as Markdown. What only
people can say (who is responsible, what has been decided) is asked for by name and not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipelines.access.policy import AccessPolicy, Action, load_access_policy
from pipelines.contracts.model import Column, Survey
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.disclosure.policy import Policy, load_policy
from pipelines.privacy.policy import Kept, Term, load_retention
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number


@dataclass(frozen=True)
class Basis:
    """What the appendix is written from."""

    contracts: Contracts
    access: AccessPolicy
    retention: Mapping[Kept, Term]
    disclosure: Policy

    @classmethod
    def of(cls, settings: Settings) -> Basis:
        """Of one installation."""
        folder = settings.contracts
        return cls(load_contracts(folder), load_access_policy(folder), load_retention(folder), load_policy(folder))


def appendix(basis: Basis) -> str:
    """The whole appendix, ending with a newline."""
    surveys = [survey for survey in basis.contracts.surveys.values() if survey.kind.of_persons]
    lines = [f"# {text('personvern.tittel')}", "", text("personvern.ingress"), ""]
    for survey in surveys:
        lines += _survey(survey, basis)
    lines += _heading("personvern.hvem_ser"), *_who_sees(basis.access), ""
    lines += _heading("personvern.hvor_lenge"), *_how_long(basis.retention), ""
    lines += _heading("personvern.innloggede"), text("personvern.innloggede_om"), ""
    lines += _heading("personvern.vern"), text("personvern.vern_om"), "", *_limits(basis, surveys), ""
    lines += _heading("personvern.maa_fylles_ut"), *(f"- {text(f'personvern.fyll_{n}')}" for n in range(1, 7)), ""
    return "\n".join(lines)


def _survey(survey: Survey, basis: Basis) -> list[str]:
    newest = survey.forms[survey.form_by_year[survey.years[-1]]]
    legal = survey.legal_basis
    facts = {
        "formaal": newest.description.get("purpose", ""),
        "begrensning": newest.description.get("limitations", ""),
        "rad": text(f"personvern.rad_{survey.row_is}"),
        "aar": f"{survey.years[0]}–{survey.years[-1]}",
        "grunnlag": legal.note["nb"] if legal else "",
        "enheter": ", ".join(sorted(legal.accepted)) if legal else "",
        "avvises": ", ".join(sorted(legal.refused)) if legal else "",
        "stanset": f"{survey.stop.since:%d.%m.%Y}: {survey.stop.reason['nb']}" if survey.stop else "",
        "lagres": _days(basis.retention[Kept.ROWS]),
    }
    rows = [(text(f"personvern.{name}"), " ".join(said.split())) for name, said in facts.items() if said]
    columns = {column.name: column for form in survey.forms.values() for column in form.columns}
    return [
        f"## {survey.title['nb']}", "", *_table(("personvern.hva", "personvern.svar"), rows), "",
        f"### {text('personvern.felter', n=number(len(columns)))}", "",
        *_table(("personvern.felt", "personvern.beskrivelse", "personvern.folsomt", "personvern.i_skjema"),
                [_field(column, survey) for column in columns.values()]), "",
    ]  # fmt: skip


def _field(column: Column, survey: Survey) -> tuple[str, str, str, str]:
    forms = [form.id for form in survey.forms.values() if column.name in form.by_name]
    sensitive = text("personvern.ja") if column.name in survey.sensitive else ""
    return f"`{column.name}`", column.title["nb"], sensitive, ", ".join(forms)


def _who_sees(access: AccessPolicy) -> list[str]:
    rows = [
        (
            role.title["nb"],
            ", ".join(sorted(role.areas)),
            ", ".join(text(f"tilgang.{action}") for action in Action if action in role.actions),
        )
        for role in access.roles.values()
    ]
    return ["", *_table(("tilgang.kol_rolle", "tilgang.kol_omraade", "personvern.kan"), rows)]


def _how_long(retention: Mapping[Kept, Term]) -> list[str]:
    rows = [(text(f"personvern.holdes_{kept}"), _days(term), term.why["nb"]) for kept, term in retention.items()]
    return ["", *_table(("personvern.hva", "personvern.lagres", "personvern.hvorfor"), rows)]


def _limits(basis: Basis, surveys: Sequence[Survey]) -> list[str]:
    rows = []
    for survey in surveys:
        limits = basis.disclosure.kinds[survey.kind]
        least = [number(one) if one else "–" for one in (limits.cell, limits.base, limits.mean_base)]
        rounded = basis.disclosure.rounded.get(survey.id)
        series = limits.series if limits.series and not rounded else None
        when = text("personvern.serie_over", share=number(100 * series.share), years=series.years) if series else "–"
        rows.append((survey.title["nb"], *least, when, number(rounded) if rounded else "–"))
    columns = ("undersokelse", "minste_celle", "minste_grunnlag", "minste_snitt", "serie", "avrundes")
    return _table([f"personvern.{name}" for name in columns], rows)


def _days(term: Term) -> str:
    if term.length is None:
        return text("personvern.uten_grense")
    return text("personvern.dager", n=number(term.length.days))


def _heading(key: str) -> str:
    return f"## {text(key)}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [[text(key) for key in headings], ["---"] * len(headings), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines]

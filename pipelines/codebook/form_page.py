"""The codebook of one form: columns with codes and rules, legal basis, what changed, who uses what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.codebook.changes_page import changes_section
from pipelines.codebook.comparison import Comparison
from pipelines.codebook.markdown import code, page, table
from pipelines.contracts.model import Code, Column, Form, Rule, Survey, Texts
from pipelines.contracts.survey_file import LAST_YEAR
from pipelines.texts import text
from pipelines.validation.described import described


def form_page(survey: Survey, form: Form, since: Comparison | None, used_by: Mapping[str, Sequence[str]]) -> str:
    """The page of `form`.

    Args:
        survey: it belongs to.
        form: the form.
        since: the comparison with the form before; None for the first.
        used_by: our column -> the indicators that use it.
    """
    return page(
        [f"# {_both(survey.title)}: {text('kodebok.skjema', form=form.id)}", "", text("kodebok.laget"), ""],
        _facts(survey, form),
        _overview(form, used_by),
        [line for column in form.columns for line in _column(survey, form, column, used_by.get(column.name, ()))],
        _table_rules(form),
        [f"## {text('kodebok.endringer')}", ""] if since else [],
        [text("kodebok.siden", form=since.old.id), "", *changes_section(since, "###")] if since else [],
    )


def _both(texts: Texts) -> str:
    """Bokmål, and nynorsk where it is another word: «Boligsituasjon / Busituasjon»."""
    return " / ".join(dict.fromkeys(texts[lang] for lang in ("nb", "nn") if lang in texts))


def _facts(survey: Survey, form: Form) -> list[str]:
    facts = [
        (text("kodebok.formaal"), form.description.get("purpose", "")),
        (text("kodebok.begrensninger"), form.description.get("limitations", "")),
        (text("kodebok.versjon"), form.version),
        (text("kodebok.aar"), _years(survey, form)),
        (text("kodebok.rad"), text(f"kodebok.rad_{survey.row_is}")),
        (text("kodebok.del"), ", ".join(map(code, survey.part_key))),
        (text("kodebok.erstatter"), ", ".join(map(code, survey.replaces))),
        *_legal_basis(survey, form),
    ]
    if survey.stop:
        facts.append((text("kodebok.stanset"), f"{survey.stop.since:%d.%m.%Y}: {survey.stop.reason['nb']}"))
    return table([text("kodebok.om"), ""], [f for f in facts if f[1]])


def _years(survey: Survey, form: Form) -> str:
    years = sorted(y for y, f in survey.form_by_year.items() if f == form.id)
    if years[-1] == LAST_YEAR:
        return text("kodebok.fra_og_med", year=years[0])
    return ", ".join(map(str, years))


def _legal_basis(survey: Survey, form: Form) -> list[tuple[str, str]]:
    legal = survey.legal_basis
    if legal is None or legal.column is None:
        return [(text("kodebok.grunnlag"), legal.note["nb"] if legal else text("kodebok.uten_personer"))]
    codes = form.by_name[legal.column].codes
    accepted, refused = (
        ", ".join(_code_name(c) for c in codes if c.code in listed) for listed in (legal.accepted, legal.refused)
    )
    return [(text("kodebok.grunnlag_har"), accepted), (text("kodebok.avvises"), f"{refused}. {legal.note['nb']}")]


def _code_name(entry: Code) -> str:
    return f"{entry.value} ({_both(entry.label)})"


def _overview(form: Form, used_by: Mapping[str, Sequence[str]]) -> list[str]:
    headings = [text(f"kodebok.{k}") for k in ("kolonne", "overskrift", "type", "fylles", "indikatorer_antall")]
    rows = [
        (
            code(c.name),
            c.header,
            _type(c),
            text("kodebok.ja") if c.required else text("kodebok.kan_vaere_tom"),
            str(len(used_by.get(c.name, ()))),
        )
        for c in form.columns
    ]
    return [f"## {text('kodebok.kolonnene')}", "", *table(headings, rows)]


def _type(column: Column) -> str:
    return text("kodebok.kode") if column.codes else text(f"endring.type_{column.type}")


def _column(survey: Survey, form: Form, column: Column, used_by: Sequence[str]) -> list[str]:
    asked = [text("kodebok.i_filen", header=column.header, type=_type(column))]
    asked.append(text("kodebok.maa_fylles") if column.required else text("kodebok.kan_staa_tom"))
    if column.minimum is not None and column.maximum is not None:
        asked.append(text("kodebok.fra_til", low=f"{column.minimum:g}", high=f"{column.maximum:g}"))
    if column.pattern:
        asked.append(text("kodebok.form", pattern=column.pattern))
    if column.name in survey.sensitive:
        asked.append(text("kodebok.sensitiv"))
    if column.assumed:
        asked.append(text("kodebok.antatt"))
    headings = [text("kodebok.kode_i_filen"), text("kodebok.var_kode"), text("kodebok.betyr"), text("kodebok.nynorsk")]
    codes = [(code(c.value), code(c.code), c.label["nb"], c.label.get("nn", c.label["nb"])) for c in column.codes]
    named = [text("kodebok.brukes_av", names=", ".join(map(code, used_by))), ""] if used_by else []
    return [
        f"### `{column.name}`: {_both(column.title)}",
        "",
        " ".join(asked),
        "",
        *table(headings, codes),
        *_rules(form, column.rules),
        *named,
    ]


def _rules(form: Form, rules: Sequence[Rule]) -> list[str]:
    headings = [text("kodebok.kontroll"), text("kodebok.naar"), text("kodebok.hjelp"), text("kodebok.regel")]
    rows = [
        (text(f"endring.grad_{r.severity}"), described(form, r), (r.help or {"nb": ""})["nb"], code(r.id))
        for r in rules
    ]
    return table(headings, rows)


def _table_rules(form: Form) -> list[str]:
    return [f"## {text('kodebok.hele')}", "", *_rules(form, form.rules)] if form.rules else []

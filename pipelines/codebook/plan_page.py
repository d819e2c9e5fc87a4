"""The page of an escalation plan: goals, registry, versions, money and the golden rule, each with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.codebook.markdown import code, page, table
from pipelines.contracts.plan_file import Plan, PlanGoal, PlanIndicator, RegistryVersion
from pipelines.contracts.plan_money import GoldenRule, Money
from pipelines.contracts.plan_parts import Statement
from pipelines.published.plan_words import target
from pipelines.texts import text
from pipelines.texts.numbers import number, own_decimals

_COLUMNS = ("id", "indikator", "system", "basis", "enhet", "retning", "utgangsaar", "maltall", "verdier", "tilstand",
            "herkomst", "kilder", "merknad")  # fmt: skip


def plan_page(plan: Plan) -> str:
    """All that the plan's file says, in bokmål. What is not established is an empty cell."""
    blocks: list[Sequence[str]] = [
        [f"# {plan.title.nb}", "", text("kodebok.laget"), "", plan.document, "", text("plan.forklaring"), ""]
    ]
    for goal in plan.goals:
        blocks.append(_goal(goal))
        rows = (_indicator(i) for i in plan.indicators if i.goal == goal.number)
        blocks.append(table([text(f"plan.{k}") for k in _COLUMNS], rows))
    if plan.verdicts:
        blocks.append([f"## {text('plan.evalueringen')}", "", *_statements(plan.verdicts)])
    if plan.versions:
        blocks.append(_versions(plan.versions))
    if plan.money:
        blocks.append(_money(plan.money))
    if plan.golden_rule:
        blocks.append(_golden_rule(plan.golden_rule))
    sources = table([text("plan.id"), text("plan.kilde")], ((code(key), said) for key, said in plan.sources.items()))
    blocks.append([f"## {text('plan.kilder')}", "", *sources])
    return page(*blocks)


def _goal(goal: PlanGoal) -> list[str]:
    how = text("plan.ordrett" if "nb" in goal.exact else "plan.gjengitt")
    said = text("plan.ordlyd", how=how, sources=_codes(goal.sources))
    return [f"## {text('plan.mal', n=goal.number)}: {goal.title.nb}", "", said, ""]


def _indicator(indicator: PlanIndicator) -> list[str]:
    own = [f"{v.year}: {number(v.value)}{f' ({v.note})' if v.note else ''}" for v in indicator.values]
    return [
        code(indicator.id),
        indicator.title.nb,
        indicator.system or "",
        code(indicator.base or ""),
        indicator.unit or "",
        text(f"plan.retning_{indicator.direction}") if indicator.direction else "",
        str(indicator.baseline or ""),
        target(indicator),
        ", ".join([*map(code, indicator.carried_by), *own]),
        text(f"plan.tilstand_{indicator.state}"),
        indicator.provenance.value,
        _codes(indicator.sources),
        indicator.note.nb if indicator.note else "",
    ]


def _statements(statements: Sequence[Statement]) -> list[str]:
    return table([text("plan.utsagn"), text("plan.kilder")], ((one.says.nb, _codes(one.sources)) for one in statements))


def _versions(versions: Sequence[RegistryVersion]) -> list[str]:
    headings = [
        text(f"plan.{k}") for k in ("rapport", "publisert", "antall_indikatorer", "oppdatert", "merknad", "kilder")
    ]
    rows = (
        (
            v.report,
            v.published,
            str(v.indicators or ""),
            str(v.updated or ""),
            v.note.nb if v.note else "",
            _codes(v.sources),
        )
        for v in versions
    )
    return [f"## {text('plan.versjoner')}", "", *table(headings, rows)]


def _money(money: Money) -> list[str]:
    goal = f"{text('plan.penger_mal', amount=number(money.target))} {money.warning.nb} ({code(money.source)})"
    headings = [text(f"plan.{k}") for k in ("aar", "formal", "belop", "sikkerhet", "kilde")]
    rows = (
        (
            str(g.year),
            g.purpose.nb,
            number(g.amount),
            text("plan.forslag", certainty=g.certainty.value) if g.proposal else g.certainty.value,
            code(g.source or ""),
        )
        for g in money.grants
    )
    blocks = [f"## {text('plan.penger')}", "", goal, "", *table(headings, rows)]
    if money.purposes:
        heads = [text(f"plan.{k}") for k in ("formal", "belop", "kilde")]
        whole = (
            (one.purpose.nb, number(one.amount, own_decimals(one.amount)), code(one.source)) for one in money.purposes
        )
        blocks += [f"### {text('plan.satt_av')}", "", *table(heads, whole)]
    if money.readings:
        blocks += [f"### {text('plan.lesninger')}", "", *_statements(money.readings)]
    return blocks


def _golden_rule(rule: GoldenRule) -> list[str]:
    keys = ("tjeneste", "maling", "region", "aar", "vekst", "somatikk", "fulgt", "merknad", "kilde")
    headings = [text(f"plan.{k}") for k in keys]
    return [f"## {text('plan.gylne_regel')}", "", rule.definition.nb, "", rule.warning.nb, "",
            *table(headings, _golden_rows(rule)), *(_statements(rule.in_force) if rule.in_force else [])]  # fmt: skip


def _golden_rows(rule: GoldenRule) -> Iterator[list[str]]:
    for row in rule.rows:
        first, last = row.years.first, row.years.last
        years = str(first) if first == last else f"{first}–{last}"
        growth, somatic = ("" if n is None else number(n, 2) for n in (row.growth, row.somatic))
        yield [
            code(row.service),
            code(row.measure),
            code(row.region),
            years,
            growth,
            somatic,
            row.followed or "",
            row.note.nb if row.note else "",
            code(row.source),
        ]


def _codes(names: Sequence[str]) -> str:
    return ", ".join(map(code, names))

"""The page on releases: the states and steps as a diagram, what each step asks, the checklist, and closed waves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.codebook.markdown import code, page, table
from pipelines.contracts.release_policy import ReleasePolicy, State, Step, Transition
from pipelines.texts import text


def release_page(policy: ReleasePolicy) -> str:
    """All that the policy says, in bokmål."""
    weights = [
        (text(f"utgivelse.punkt_{point}"), code(point), text(f"kodebok.vekt_{weight}"))
        for point, weight in policy.checklist.items()
    ]
    headings = [text(f"kodebok.{k}") for k in ("slag", "minst_kommuner", "minst_personer")]
    least = [
        (code(kind), *((str(said.municipalities), str(said.persons)) if said else (text("kodebok.stenges_ikke"), "")))
        for kind, said in policy.revision.items()
    ]
    approval = "kodebok.en_person" if policy.single_user else "kodebok.flere_personer"
    return page(
        [f"# {text('kodebok.utgivelser')}", "", text("kodebok.laget"), ""],
        _diagram(policy),
        _section("steg", _steps(policy)),
        [text(approval), ""],
        _section("sjekkliste", table([text(f"kodebok.{k}") for k in ("punkt", "id", "naar_stanser")], weights)),
        _section("revisjon", table(headings, least)),
    )


def _diagram(policy: ReleasePolicy) -> Iterator[str]:
    yield from ("```mermaid", "stateDiagram-v2")
    for state, title in policy.titles.items():
        yield f"    {state} : {title['nb']}"
    yield f"    [*] --> {policy.first}"
    for step, transition in policy.steps.items():
        for source in _in_order(transition):
            yield f"    {source} --> {transition.to} : {transition.command or step}"
    yield from ("```", "")


def _steps(policy: ReleasePolicy) -> list[str]:
    rows = [
        (
            code(f"opptrapp release {transition.command}" if transition.command else ""),
            ", ".join(policy.titles[source]["nb"] for source in _in_order(transition)),
            policy.titles[transition.to]["nb"],
            _asks(step, transition),
        )
        for step, transition in policy.steps.items()
    ]
    return table([text(f"kodebok.{k}") for k in ("kommando", "fra", "til", "spor_om")], rows)


def _asks(step: Step, transition: Transition) -> str:
    asked = [text(f"kodebok.vilkar_{guard}") for guard in transition.guards]
    if transition.needs_reason:
        asked.append(text("kodebok.vilkar_grunn"))
    return "; ".join(asked) or text("kodebok.av_seg_selv" if step is Step.REPLACE else "kodebok.ingenting")


def _in_order(transition: Transition) -> list[State]:
    return [state for state in State if state in transition.source]


def _section(key: str, lines: Sequence[str]) -> list[str]:
    return [f"## {text(f'kodebok.om_{key}')}", "", text(f"kodebok.forklar_{key}"), "", *lines]

"""A comparison as Markdown: what is asked apart from how the file looks, the heaviest changes first."""

from __future__ import annotations

from pipelines.codebook.comparison import Comparison
from pipelines.codebook.markdown import code, page, table
from pipelines.contracts.change import Change, Effect, Side, Weight
from pipelines.texts import text


def changes_page(comparison: Comparison) -> str:
    """The whole page: heading, verdict on the version number, changes, and indicators."""
    old, new = comparison.old, comparison.new
    title = text("endring.overskriften", old=f"{old.title} ({old.version})", new=f"{new.title} ({new.version})")
    return page([f"# {title}", ""], _version(comparison), changes_section(comparison, "##"))


def changes_section(comparison: Comparison, level: str) -> list[str]:
    """The changes and what they do to the series, under headings of `level`."""
    if not comparison.changes:
        return [text("endring.ingen_endringer"), ""]
    lines: list[str] = []
    for side in Side:
        own = [pair for pair in _pairs(comparison) if pair[0].what.side is side]
        if own:
            lines += [f"{level} {text(f'endring.side_{side}')}", "", *_listed(own), ""]
    return [*lines, *_series(comparison, level)]


def _pairs(comparison: Comparison) -> list[tuple[Change, tuple[str, ...]]]:
    pairs = list(zip(comparison.changes, comparison.touched, strict=True))
    return sorted(pairs, key=lambda pair: list(Weight).index(pair[0].what.weight))


def _listed(pairs: list[tuple[Change, tuple[str, ...]]]) -> list[str]:
    lines = []
    for change, indicators in pairs:
        about = f"{code(change.column)}: " if change.column else ""
        named = (
            " " + text("endring.berorer", names=", ".join(map(code, indicators))) if _tells(change, indicators) else ""
        )
        lines.append(f"- **{change.what.weight}** · {about}{change.message}{named}")
    return lines


def _tells(change: Change, indicators: tuple[str, ...]) -> bool:
    """Whether the indicators are worth naming: other words do not touch what is counted."""
    return bool(indicators) and change.what.weight is not Weight.EDITORIAL


def _series(comparison: Comparison, level: str) -> list[str]:
    affected = [(name, effect) for name, effect in comparison.series.items() if effect is not Effect.NONE]
    if not affected:
        return [text("endring.alle_kan_sammenlignes"), ""]
    rows = [(code(name), text(f"endring.serie_{effect}")) for name, effect in affected]
    headings = [text("endring.indikator"), text("endring.serien")]
    return [
        f"{level} {text('endring.seriene')}",
        "",
        *table(headings, rows),
        text("endring.resten_kan_sammenlignes"),
        "",
    ]


def _version(comparison: Comparison) -> list[str]:
    step = comparison.step
    if step is None:
        return []
    key = "endring.versjon_holder" if comparison.version_is_enough else "endring.versjon_for_liten"
    return [text(key, old=comparison.old.version, new=comparison.new.version, step=text(f"endring.steg_{step}")), ""]

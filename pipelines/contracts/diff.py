"""Every change from one version of a form to another, classed and in words. Columns and codes; rules are `diff_rules`'.

Columns are matched by our name, codes by ours, so that a new header or a new number for the same answer is a change of
layout only. Everything that `Form` holds is compared, its identity and version apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.contracts.change import Change, What
from pipelines.contracts.diff_rules import rule_changes
from pipelines.contracts.model import Code, Column, Form, in_language
from pipelines.texts import text


def changes(old: Form, new: Form) -> tuple[Change, ...]:
    """What a reader of `old` must know of `new`: by column in the order of `new`, then what is gone, then the form."""
    return tuple(_changes(old, new))


def demanded(found: Sequence[Change]) -> int | None:
    """The number of the version that `found` makes grow: 0 major, 1 minor, 2 patch; None without changes."""
    return min((c.what.weight.step for c in found), default=None)


def big_enough(old: str, new: str, found: Sequence[Change]) -> bool:
    """Whether the step from version `old` to `new` («1.2.0») is as big as the changes demand.

    A version that is not three numbers is never big enough, unless nothing has changed.
    """
    step = demanded(found)
    if step is None:
        return True
    before, after = _numbers(old), _numbers(new)
    return before is not None and after is not None and after[: step + 1] > before[: step + 1]


def _numbers(version: str) -> tuple[int, ...] | None:
    pieces = version.split(".")
    return tuple(map(int, pieces)) if len(pieces) == 3 and all(p.isdecimal() for p in pieces) else None


def _changes(old: Form, new: Form) -> Iterator[Change]:
    renamed = _renamed(old, new)
    for column in new.columns:
        before = old.by_name.get(column.name)
        if before is not None:
            yield from _column(before, column)
            yield from rule_changes(before, column, before.rules, column.rules)
        elif column.name in renamed:
            earlier = renamed[column.name]
            yield _change(What.COLUMN_RENAMED, column, old=earlier.name, new=column.name)
        else:
            what = What.COLUMN_REQUIRED if column.required else What.COLUMN_OPTIONAL
            yield _change(what, column, header=column.header, title=column.title["nb"])
    for column in old.columns:
        if column.name not in new.by_name and column not in renamed.values():
            yield _change(What.COLUMN_REMOVED, column, header=column.header, title=column.title["nb"])
    yield from rule_changes(None, None, old.rules, new.rules)
    yield from _form(old, new)


def _renamed(old: Form, new: Form) -> dict[str, Column]:
    """Our new name -> the column that stood under the same header by another name of ours."""
    gone = {c.header: c for c in old.columns if c.name not in new.by_name}
    return {c.name: gone[c.header] for c in new.columns if c.name not in old.by_name and c.header in gone}


def _form(old: Form, new: Form) -> Iterator[Change]:
    kept = [c.name for c in old.columns if c.name in new.by_name]
    if kept != [c.name for c in new.columns if c.name in old.by_name]:
        yield _change(What.COLUMN_ORDER)
    if old.title != new.title:
        yield _change(What.FORM_TITLE, old=old.title, new=new.title)
    if old.description != new.description:
        yield _change(What.DESCRIPTION)
    if old.layout != new.layout:
        yield _change(What.FILE_LAYOUT, old=old.layout.format, new=new.layout.format)


def _column(old: Column, new: Column) -> Iterator[Change]:
    if old.header != new.header:
        yield _change(What.HEADER, new, old=old.header, new=new.header)
    if old.title != new.title:
        yield _change(What.TITLE, new, old=old.title["nb"], new=new.title["nb"])
    if old.type != new.type:
        wider = (old.type, new.type) in _WIDER
        what = What.TYPE_WIDENED if wider else What.TYPE_NARROWED
        yield _change(what, new, old=text(f"endring.type_{old.type}"), new=text(f"endring.type_{new.type}"))
    if old.required != new.required:
        yield _change(What.MADE_REQUIRED if new.required else What.MADE_OPTIONAL, new)
    if old.role != new.role:
        yield _change(What.ROLE, new, old=old.role or "–", new=new.role or "–")
    if old.assumed != new.assumed:
        yield _change(What.ASSUMED, new)
    if old.example != new.example:
        yield _change(What.EXAMPLE, new, old=old.example or "–", new=new.example or "–")
    yield from _range(old, new)
    yield from _codes(old, new)


_WIDER = {("integer", "number"), ("integer", "string"), ("number", "string")}


def _range(old: Column, new: Column) -> Iterator[Change]:
    if (old.pattern, old.minimum, old.maximum) == (new.pattern, new.minimum, new.maximum):
        return
    # A pattern that is only another pattern may leave out what the old one let in.
    narrower = new.pattern is not None and new.pattern != old.pattern
    narrower |= _above(new.minimum, old.minimum) or _below(new.maximum, old.maximum)
    what = What.RANGE_NARROWED if narrower else What.RANGE_WIDENED
    yield _change(what, new, old=_allowed(old), new=_allowed(new))


def _above(new: float | None, old: float | None) -> bool:
    return new is not None and (old is None or new > old)


def _below(new: float | None, old: float | None) -> bool:
    return new is not None and (old is None or new < old)


def _allowed(column: Column) -> str:
    bounds = [f"{b:g}" if b is not None else "…" for b in (column.minimum, column.maximum)]
    spans = [f"{bounds[0]}–{bounds[1]}"] if bounds != ["…", "…"] else []
    return ", ".join([*([column.pattern] if column.pattern else []), *spans]) or text("endring.alt")


def _codes(old: Column, new: Column) -> Iterator[Change]:
    before, after = {c.code: c for c in old.codes}, {c.code: c for c in new.codes}
    was, means = old.harmonised, new.harmonised
    for value in sorted(set(was) & set(means)):
        if was[value] != means[value]:
            codes = frozenset({was[value], means[value]})
            yield _change(What.CODE_MEANING, new, codes, value=value, old=was[value], new=means[value])
    for code, entry in after.items():
        earlier = before.get(code)
        if earlier is None:
            yield _change(What.CODE_ADDED, new, frozenset({code}), code=_shown(entry))
            continue
        if earlier.value != entry.value:
            yield _change(
                What.CODE_VALUE, new, frozenset({code}), code=_label(entry), old=earlier.value, new=entry.value
            )
        if earlier.label != entry.label:
            yield _change(What.CODE_LABEL, new, frozenset({code}), old=_label(earlier), new=_shown(entry))
    for code in [c for c in before if c not in after]:
        yield _change(What.CODE_REMOVED, new, frozenset({code}), code=_shown(before[code]))
    shared = [c for c in before if c in after]
    if shared != [c for c in after if c in before]:
        yield _change(What.CODE_ORDER, new)


def _label(code: Code) -> str:
    return in_language(code.label, "nb")


def _shown(code: Code) -> str:
    return f"{code.value} ({_label(code)})"


def _change(what: What, column: Column | None = None, codes: frozenset[str] = frozenset(), **values: Any) -> Change:
    return Change(what, text(f"endring.{what.key}", **values), column.name if column else None, codes)

"""Parts of sentences: lists of codes, bounds, limits, shapes of values. Whole messages stand in `messages`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.contracts.model import Code, Rule, in_language
from pipelines.texts import text
from pipelines.texts.numbers import number

MOST_CODES = 10
"""Longer code lists are cut to this many and a count."""


@dataclass(frozen=True)
class Phrases:
    """Builds phrases in one language."""

    language: str = "nb"

    def say(self, key: str, **values: Any) -> str:
        """The text `validation.<key>`."""
        return text(f"validation.{key}", self.language, **values)

    def codes(self, codes: Sequence[Code]) -> str:
        """«1 (Grønn), 2 (Gul) eller 9 (Ukjent)»; long lists are cut."""
        named = [self.code(c) for c in codes[:MOST_CODES]]
        if len(codes) > MOST_CODES:
            return self.say("more_codes", codes=", ".join(named), n=len(codes) - MOST_CODES)
        return self.joined(named, "or")

    def code(self, code: Code) -> str:
        """«1 (Grønn)», or the value alone where the label says nothing more."""
        label = in_language(code.label, self.language)
        return code.value if label == code.value else f"{code.value} ({label})"

    def joined(self, words: Sequence[str], key: str) -> str:
        """«a, b eller c» (`key` or) or «a, b og c» (`key` and)."""
        if len(words) < 2:
            return "".join(words)
        return self.say(key, first=", ".join(words[:-1]), last=words[-1])

    def shape(self, pattern: str) -> str:
        """What to write for a value that must match `pattern`."""
        digits = re.fullmatch(r"\^(?:\[0-9\]|\\d)\{(\d+)\}\$", pattern)
        return self.say("write_digits", n=digits[1]) if digits else self.say("write_pattern", pattern=pattern)

    def bounds(self, low: float | None, high: float | None) -> str:
        """What to write for a number that must lie between `low` and `high`; None where there is no bound."""
        if low is not None and high is not None:
            return self.say("between", low=plain(low), high=plain(high))
        if low is not None:
            return self.say("at_least", low=plain(low))
        return self.say("at_most", high=plain(high or 0))

    def limit(self, rule: Rule) -> str:
        """The limit of a rule on a part: «mindre enn 20 %», «fra 5 til 10»."""
        operator, value = rule.limit or ("", 0)
        *rest, last = value if isinstance(value, list) else [value]
        end = self.percent(last) if rule.unit == "percent" else plain(last)
        return self.say(f"limit_{operator}", value=plain(rest[0]) if rest else end, other=end)

    def percent(self, value: float) -> str:
        """«34,2 %»; whole numbers without a decimal."""
        return self.say("percent", value=number(value, 0 if value == int(value) else 1, self.language))


def plain(value: float) -> str:
    """A bound as people write it, without thousands separators: 2030 may be a year."""
    return str(int(value)) if value == int(value) else f"{value:g}".replace(".", ",")

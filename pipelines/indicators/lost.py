"""What a share can be when some were not reached: the two figures that come of `lost`, assuming nothing of them."""

from __future__ import annotations

from pipelines.contracts.model import in_language
from pipelines.indicators.declared import Indicator
from pipelines.texts import LANGUAGES, text


class Bound(Indicator):
    """What a share is at least, or at most, whatever became of those who were not reached. Made, never declared."""

    of: str


def bounds_of(indicator: Indicator) -> tuple[Bound, ...]:
    """The lowest and the highest that a share can be when some were lost; nothing where it declares none.

    Of everyone who was to be followed: none of the lost counted, and all of them. With x of n reached who have it, of N
    who were to be followed, these are x / N and (x + N - n) / N. They are counted, protected and published as any other
    share is, with an interval of chance on top.
    Source: Manski (1989), J. Hum. Resour. 24:343-360, for an outcome within 0 and 1.
    Example: of 374 in aftercare 249 were reached, and 92 of these had relapsed: 24.6 and 58.0 percent.
    """
    if indicator.lost is None or indicator.numerator is None:
        return ()
    counted = f"(({indicator.denominator}) AND ({indicator.numerator}))"
    ends = {"minst": counted, "hoyst": f"({counted} OR ({indicator.lost}))"}
    return tuple(
        Bound.model_validate(
            indicator.model_dump(exclude={"lost", "plans", "published_as"})
            | {
                "id": f"{indicator.id}_{end}",
                "of": indicator.id,
                "numerator": numerator,
                "denominator": f"(({indicator.denominator}) OR ({indicator.lost}))",
                "ranking": False,
                "title": {x: text(f"frafall.tittel_{end}", x, title=_title(indicator, x)) for x in LANGUAGES},
                "definition": {x: text(f"frafall.definisjon_{end}", x) for x in LANGUAGES},
            }
        )
        for end, numerator in ends.items()
    )


def _title(indicator: Indicator, language: str) -> str:
    return in_language(indicator.title.as_texts(), language)

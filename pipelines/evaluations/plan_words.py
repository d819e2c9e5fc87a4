"""What a run would do, in words, for the command and the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipelines.evaluations.run_plan import RunPlan, WaveChange
from pipelines.release.causes import Difference
from pipelines.texts import text
from pipelines.texts.numbers import number

MOST = 6
"""So many deliveries are named; of more, the number is told."""


@dataclass(frozen=True)
class PlanInWords:
    """A plan as it is read: a sentence, a row for each wave (name, rows, why, deliveries), and a line for the rest."""

    lead: str
    waves: tuple[tuple[str, int, str, str], ...]
    lines: tuple[str, ...]


def in_words(plan: RunPlan, titles: Mapping[str, str], language: str = "nb") -> PlanInWords:
    """`plan` with surveys by title.

    Args:
        plan: what a run would do.
        titles: survey -> title.
        language: of the words.
    """
    waves = (
        (f"{titles.get(wave.survey, wave.survey)} {wave.year}", wave.rows, why, deliveries)
        for wave, why, deliveries in wave_rows(plan, language)
    )
    return PlanInWords(lead(plan, language), tuple(waves), tuple(general_lines(plan, language)))


def lead(plan: RunPlan, language: str = "nb") -> str:
    """What the run would come to, in one sentence."""
    if plan.nothing:
        return text("kjoring.ingenting_endret", language, release=plan.since)
    if not plan.explained:
        return text("kjoring.uten_grunnlag", language, release=plan.since)
    if plan.since is None:
        if not plan.waves:
            return text("kjoring.ingenting_levert", language)
        return text("kjoring.den_forste", language, n=len(plan.waves))
    if not plan.waves:
        return text("kjoring.bare_annet", language, release=plan.since)
    return text("kjoring.endrer", language, n=len(plan.waves), release=plan.since)


def wave_rows(plan: RunPlan, language: str = "nb") -> Iterator[tuple[WaveChange, str, str]]:
    """Each wave with why it is built anew, and with its deliveries that come and go."""
    for wave in plan.waves:
        why = text("kjoring.ny_bolge", language) if not wave.found else _why(wave.found, language)
        yield wave, why, _deliveries(wave, language)


def general_lines(plan: RunPlan, language: str = "nb") -> Iterator[str]:
    """What else differs, a sentence each."""
    names: dict[str, list[str]] = {}
    for found in plan.general:
        if found.survey is not None and found.year is not None:
            continue  # a wave without parts: the year that it comes with is told
        of = found.indicator or found.survey or (str(found.year) if found.year else "")
        names.setdefault(_sentence(found, language), []).append(of)
    for sentence, held in names.items():
        told = [name for name in held if name]
        yield f"{sentence}: {_listed(told, language)}" if told else sentence
    if plan.notes:
        yield text("kjoring.merknader", language)


def _why(found: tuple[Difference, ...], language: str) -> str:
    return "; ".join(dict.fromkeys(_sentence(one, language) for one in found))


def _sentence(found: Difference, language: str) -> str:
    return text(f"forskjell.hva_{found.what}", language)


def _deliveries(wave: WaveChange, language: str) -> str:
    parts = [(key, held) for key, held in (("inn", wave.entering), ("ut", wave.leaving)) if held]
    return "; ".join(text(f"kjoring.leveringer_{key}", language, numre=_listed(held, language)) for key, held in parts)


def _listed(names: list[str] | tuple[str, ...], language: str) -> str:
    if len(names) <= MOST:
        return ", ".join(names)
    return text("kjoring.og_flere", language, navn=", ".join(names[: MOST - 1]), n=number(len(names) - MOST + 1))

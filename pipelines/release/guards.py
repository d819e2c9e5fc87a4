"""What a step asks before it is taken. Each guard says in one sentence why not, or None; which step asks is policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.release.audited import is_harmless
from pipelines.release.case import Case
from pipelines.texts import text
from pipelines.texts.numbers import timestamp

Guard = Callable[[Case], str | None]


def unchanged(case: Case) -> str | None:
    """The frozen files are as they were frozen."""
    return case.broken


def known_author(case: Case) -> str | None:
    """Somebody is entered as having built it: else nobody could be another person than that."""
    return None if case.author else text("utgivelse.uten_forfatter", utgivelse=case.release)


def another_person(case: Case) -> str | None:
    """Whoever approves neither built nor submitted it; alone, she approves example data, or names a second person."""
    submission = case.submission
    if case.author is None or submission is None:
        return text("utgivelse.uten_forfatter", utgivelse=case.release)
    if case.actor not in {case.author, submission.actor}:
        return None
    if not case.single_user:
        return text("utgivelse.samme_person", person=case.actor)
    if case.second_person is None:
        return None if is_harmless(case.manifest) else text("utgivelse.andre_person", person=case.actor)
    if case.second_person.casefold() in {case.actor.casefold(), case.author.casefold(), submission.actor.casefold()}:
        return text("utgivelse.andre_person_er_samme", person=case.second_person)
    return None


def approval_stands(case: Case) -> str | None:
    """Somebody has approved it, and nobody has sent it back since."""
    return None if case.approval else text("utgivelse.ikke_godkjent", utgivelse=case.release)


def time_has_come(case: Case) -> str | None:
    """The embargo that the approval set is over."""
    embargo = case.approval.embargo if case.approval else None
    if embargo is None or case.now >= embargo:
        return None
    return text("utgivelse.embargo", utgivelse=case.release, tid=timestamp(embargo))


def nothing_stops(case: Case) -> str | None:
    """No point of the checklist stops it."""
    stopping = [remark.sentence for remark in case.remarks if remark.stops]
    return " ".join(stopping) if stopping else None


def changes_seen(case: Case) -> str | None:
    """Whoever answers for the step has been shown what it changes of the published release; the first changes none.

    A release that was approved is answered for by its approver, whoever sets it on the pages.
    """
    if case.published is None or case.published == case.release:
        return None
    answers = case.approval.actor if case.approval else case.actor
    if answers in case.seen:
        return None
    return text("utgivelse.endringer_ikke_sett", person=answers, gjeldende=case.published, utgivelse=case.release)


GUARDS: Mapping[str, Guard] = {
    "uendret": unchanged,
    "kjent_forfatter": known_author,
    "en_annen": another_person,
    "godkjenning_gjelder": approval_stands,
    "tiden_er_inne": time_has_come,
    "sjekkliste": nothing_stops,
    "endringer_sett": changes_seen,
}

"""A release's way from draft to the pages: every step is asked for here, judged by the policy's guards, and entered.

The states, the steps and who asks what are data (`policies/release.yaml`); what the guards ask is in `guards`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.contracts.model import in_language
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.release_policy import FILE, ReleasePolicy, State, Step, load_release_policy
from pipelines.contracts.repository import load_contracts
from pipelines.errors import UserError
from pipelines.handin.desk import kept_words
from pipelines.register import Register, ReleaseEntry, ReleaseStep, open_register
from pipelines.release.audited import is_harmless
from pipelines.release.case import Case
from pipelines.release.checklist import Look, Remark, checklist
from pipelines.release.diff import diff
from pipelines.release.diff_store import store_diff
from pipelines.release.freeze import ReleaseError, check_unchanged
from pipelines.release.guards import GUARDS
from pipelines.release.pointing import point
from pipelines.settings import Settings
from pipelines.texts import current_language, text


@dataclass(frozen=True)
class Workflow:
    """One installation's releases. `actor` is always the operating system's user; nothing else is asked for a name."""

    folder: Path
    register: Register
    policy: ReleasePolicy
    closing: frozenset[str]
    """The surveys whose waves are closed when they are published."""

    @classmethod
    def of(cls, settings: Settings) -> Workflow:
        """The workflow of one installation.

        Raises:
            UserError: the policy cannot be used, or asks something that nobody can answer.
        """
        policy = load_release_policy(settings.contracts)
        asked = {guard for transition in policy.steps.values() for guard in transition.guards}
        if unknown := sorted(asked - GUARDS.keys()):
            raise ContractError(f"{FILE}: ukjent vilkår: {', '.join(unknown)}. Velg blant: {', '.join(GUARDS)}.")
        surveys = load_contracts(settings.contracts).surveys.values()
        closing = frozenset(survey.id for survey in surveys if policy.revision[survey.kind] is not None)
        return cls(settings.releases, open_register(settings.register_url), policy, closing)

    def remarks(self, release: str) -> list[Remark]:
        """The checklist of `release`.

        Raises:
            UserError: there is no such release, or its files have been changed.
        """
        self.register.release(release)
        manifest = check_unchanged(self.folder / release)
        look = Look(self.folder / release, manifest, self.register)
        return checklist(look, self.policy, harmless=is_harmless(manifest))

    def submit(self, release: str, *, actor: str) -> None:
        """Ask for approval of a draft. As every step, raises `UserError` with the reason when it may not be taken."""
        self._take(Step.SUBMIT, release, actor=actor)

    def approve(
        self, release: str, *, actor: str, embargo: datetime | None = None, second_person: str | None = None
    ) -> None:
        """Approve a release that has been submitted.

        Args:
            release: its id.
            actor: who approves.
            embargo: it may not be published before this moment.
            second_person: whom the approver, working alone, names as having read it too.
        """
        named = kept_words(second_person) if second_person is not None else None
        if embargo is not None and embargo <= datetime.now(UTC):
            raise ReleaseError(text("utgivelse.embargo_passert"))
        self._take(Step.APPROVE, release, actor=actor, embargo=embargo, second_person=named)

    def reject(self, release: str, *, actor: str, reason: str) -> None:
        """Send a release back to its author; an approval falls with it."""
        self._take(Step.REJECT, release, actor=actor, reason=reason)

    def publish(self, release: str, *, actor: str) -> None:
        """Make an approved release the one that the pages show; the one before is replaced, and stays."""
        self._take(Step.PUBLISH, release, actor=actor)

    def publish_due(self, *, actor: str) -> tuple[list[str], dict[str, str]]:
        """Publish the approved releases whose embargo is over, in the order it ended.

        Returns:
            Those published, and why others that are due were not.
        """
        self.settle()
        published, refused = [], {}
        for _, release in self.due():
            try:
                self.publish(release, actor=actor)
                published.append(release)
            except UserError as error:
                refused[release] = str(error)
        return published, refused

    def due(self) -> list[tuple[datetime, str]]:
        """The approved releases whose embargo is over, each with the moment it ended, in that order."""
        now, due = datetime.now(UTC), []
        for entry in self.register.releases():
            if entry.status == State.APPROVED:
                approvals = [step for step in self.register.steps(entry.id) if step.step == Step.APPROVE]
                if approvals and approvals[-1].embargo is not None and approvals[-1].embargo <= now:
                    due.append((approvals[-1].embargo, entry.id))
        return sorted(due)

    def withdraw(self, release: str, *, actor: str, reason: str) -> str | None:
        """Take a published release away; if it was the one shown, the one before it is shown again.

        Returns:
            The release that is shown now.
        """
        self._take(Step.WITHDRAW, release, actor=actor, reason=reason)
        return self.register.published()

    def roll_back(self, *, actor: str, reason: str, to: str | None = None) -> str:
        """Show an earlier release again; the one shown until now is replaced by it, and can be shown again later.

        Args:
            actor: who does it.
            reason: why.
            to: the release; else the one published before the one that is shown.

        Returns:
            The release that is shown now.
        """
        shown = self.register.published()
        release = to if to is not None else self._before(shown) if shown else None
        if release is None:
            raise ReleaseError(text("utgivelse.ingen_tidligere"))
        self._take(Step.ROLL_BACK, release, actor=actor, reason=reason)
        return release

    def note_changes_seen(self, old: str, new: str, *, actor: str) -> None:
        """Enter that `actor` has been shown what `new` changes of `old`; of folders that are no releases, nothing."""
        known = {entry.id for entry in self.register.releases()}
        if {old, new} <= known:
            self.register.note_changes_seen(new, old, actor)

    def settle(self) -> None:
        """Make what readers are told agree with the register, should a step have been interrupted."""
        point(self.folder, self.register)

    def _take(
        self,
        step: Step,
        release: str,
        *,
        actor: str,
        reason: str | None = None,
        second_person: str | None = None,
        embargo: datetime | None = None,
    ) -> None:
        self.settle()
        transition = self.policy.steps[step]
        said = kept_words(reason or "") if transition.needs_reason or reason else None
        case = self._case(release, actor, second_person)
        if case.state not in transition.source:
            raise ReleaseError(self._not_from(step, release, case.state))
        for guard in transition.guards:
            if refusal := GUARDS[guard](case):
                raise ReleaseError(refusal)
        if step is Step.PUBLISH and case.published is not None:
            # Before anything is entered: without it there is no publication.
            store_diff(self.folder, diff(self.folder / case.published, self.folder / release))
        taken = ReleaseStep(step, case.state, transition.to, actor, case.now, said, second_person, embargo)
        with self.register.transaction():
            # What the guards looked at is what they would see now: nobody has acted in between.
            if (self.register.steps(release), self.register.published()) != (list(case.steps), case.published):
                raise ReleaseError(text("register.utgivelse_flyttet", utgivelse=release))
            if transition.to is State.PUBLISHED and case.published is not None:
                self._enter_follower(Step.REPLACE, case.published, taken)
            self.register.take_step(release, taken)
            if step is Step.PUBLISH:
                self.register.close_waves(release, actor, self.closing)
            if step is Step.WITHDRAW and release == case.published and (before := self._before(release)):
                self._enter_follower(Step.ROLL_BACK, before, taken)
        self.settle()

    def _enter_follower(self, step: Step, release: str, cause: ReleaseStep) -> None:
        """Enter what `cause` does to another release."""
        before = State(self.register.release(release).status)
        follower = ReleaseStep(step, before, self.policy.steps[step].to, cause.actor, cause.at, cause.reason)
        self.register.take_step(release, follower)

    def _case(self, release: str, actor: str, second_person: str | None) -> Case:
        entry = self.register.release(release)
        broken: str | None = None
        try:
            manifest = check_unchanged(self.folder / release)
        except ReleaseError as error:
            manifest, broken = {}, str(error)
        published = self.register.published()
        return Case(
            release=release,
            state=state_of(entry),
            author=entry.created_by,
            manifest=manifest,
            broken=broken,
            remarks=() if broken else self.remarks(release),
            steps=self.register.steps(release),
            published=published,
            seen=frozenset(self.register.changes_seen_by(release, published) if published else ()),
            single_user=self.policy.single_user,
            actor=actor,
            second_person=second_person,
            now=datetime.now(UTC),
        )

    def _before(self, release: str) -> str | None:
        """The release that readers saw before `release`, still whole and not withdrawn."""
        entries: Sequence[ReleaseEntry] = self.register.releases()
        at = {entry.id: entry.published_at for entry in entries if entry.published_at is not None}
        earlier = [e for e in entries if e.status == State.REPLACED and e.id in at and at[e.id] < at[release]]
        for entry in sorted(earlier, key=lambda e: at[e.id], reverse=True):
            try:
                check_unchanged(self.folder / entry.id)
            except ReleaseError:
                continue
            return entry.id
        return None

    def _not_from(self, step: Step, release: str, state: State) -> str:
        titles = {one: in_language(said, current_language()).lower() for one, said in self.policy.titles.items()}
        return text(
            "utgivelse.feil_tilstand",
            utgivelse=release,
            steg=text(f"utgivelse.steg_{step}"),
            tilstand=titles[state],
            tilstander=text("utgivelse.eller").join(sorted(titles[one] for one in self.policy.steps[step].source)),
        )


def state_of(entry: ReleaseEntry) -> State:
    """Where a release is on its way.

    Raises:
        ReleaseError: the register holds a state that is not known; nothing is done with such a release.
    """
    try:
        return State(entry.status)
    except ValueError as error:
        raise ReleaseError(text("utgivelse.ukjent_tilstand", utgivelse=entry.id, tilstand=entry.status[:40])) from error

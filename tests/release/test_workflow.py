"""Every step from every state by every person; embargo, withdrawal, going back; nothing else reaches the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.contracts.release_policy import State, Step
from pipelines.errors import UserError
from pipelines.published import current_id, seen, withdrawn
from pipelines.register import Statement
from pipelines.release.freeze import ReleaseError
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from tests.support.files import identity_number
from tests.support.register import DELIVERY, PART
from tests.support.workflow import (
    APPROVER,
    AUTHOR,
    FAILED,
    REAL,
    SUBMITTER,
    SYNTHETIC,
    publish_whole_way,
    put_in,
    put_release,
)

ACTIONS: dict[Step, Callable[[Workflow, str, str], object]] = {
    Step.SUBMIT: lambda w, r, who: w.submit(r, actor=who),
    Step.APPROVE: lambda w, r, who: w.approve(r, actor=who),
    Step.REJECT: lambda w, r, who: w.reject(r, actor=who, reason="fordi"),
    Step.PUBLISH: lambda w, r, who: w.publish(r, actor=who),
    Step.WITHDRAW: lambda w, r, who: w.withdraw(r, actor=who, reason="fordi"),
    Step.ROLL_BACK: lambda w, r, who: w.roll_back(actor=who, reason="fordi", to=r),
}
# What each step leaves, from each state it may be taken from. Whoever is not here is refused; so is every other state.
AFTER = {
    (Step.SUBMIT, State.DRAFT): (State.SUBMITTED, {AUTHOR, SUBMITTER, APPROVER}),
    (Step.APPROVE, State.SUBMITTED): (State.APPROVED, {APPROVER}),
    (Step.REJECT, State.SUBMITTED): (State.DRAFT, {AUTHOR, SUBMITTER, APPROVER}),
    (Step.REJECT, State.APPROVED): (State.DRAFT, {AUTHOR, SUBMITTER, APPROVER}),
    (Step.PUBLISH, State.APPROVED): (State.PUBLISHED, {AUTHOR, SUBMITTER, APPROVER}),
    (Step.WITHDRAW, State.PUBLISHED): (State.WITHDRAWN, {AUTHOR, SUBMITTER, APPROVER}),
    (Step.WITHDRAW, State.REPLACED): (State.WITHDRAWN, {AUTHOR, SUBMITTER, APPROVER}),
    (Step.ROLL_BACK, State.REPLACED): (State.PUBLISHED, {AUTHOR, SUBMITTER, APPROVER}),
}


@pytest.fixture
def workflow(home: Settings) -> Workflow:
    return Workflow.of(home)


def strict(workflow: Workflow) -> Workflow:
    from dataclasses import replace

    return replace(workflow, policy=replace(workflow.policy, single_user=False))


def state(workflow: Workflow, release: str) -> str:
    return workflow.register.release(release).status


@pytest.mark.parametrize("before", list(State))
def test_every_step_from_every_state_by_every_person(home: Settings, workflow: Workflow, before: State) -> None:
    number = 0
    for step, act in ACTIONS.items():
        for who in (AUTHOR, SUBMITTER, APPROVER):
            number += 1
            release = put_release(home, number=number)
            put_in(workflow.register, release, before)
            after, allowed = AFTER.get((step, before), (before, set()))
            if who in allowed:
                act(strict(workflow), release, who)
                assert state(workflow, release) == after
                taken = workflow.register.steps(release)[-1]
                assert (taken.step, taken.actor, taken.before, taken.after) == (step, who, before, after)
            else:
                with pytest.raises(UserError):
                    act(strict(workflow), release, who)
                assert state(workflow, release) == before
            # Out of the way of the next one: only one is published.
            if state(workflow, release) == State.PUBLISHED:
                workflow.withdraw(release, actor=AUTHOR, reason="ferdig")


def test_every_step_stands_in_the_trail_with_its_reason(home: Settings, workflow: Workflow) -> None:
    release = put_release(home)
    workflow.submit(release, actor=SUBMITTER)
    workflow.reject(release, actor=APPROVER, reason="mangler Oslo")
    told = [(e.actor, e.action, e.reason) for e in workflow.register.events(release)]
    assert told == [(SUBMITTER, "utgivelse: send", None), (APPROVER, "utgivelse: avvis", "mangler Oslo")]


def test_an_unknown_state_is_refused(home: Settings, workflow: Workflow) -> None:
    from sqlalchemy import text

    release = put_release(home)
    with workflow.register._writing() as connection:
        connection.execute(text("UPDATE releases SET status = 'kladd'"))
    for act in ACTIONS.values():
        with pytest.raises(ReleaseError, match="tilstand som denne versjonen ikke kjenner"):
            act(workflow, release, AUTHOR)


def test_an_unknown_release_is_refused(workflow: Workflow) -> None:
    for release in ("finnesikke", "../../etc", ""):
        for act in ACTIONS.values():
            with pytest.raises(UserError, match="finnes ikke"):
                act(workflow, release, AUTHOR)


@pytest.mark.parametrize(
    ("facts", "second", "single_user", "why"),
    [
        pytest.param(SYNTHETIC, None, True, None, id="example data, alone"),
        pytest.param(SYNTHETIC, "Dina Dahl", True, None, id="example data, with a second person"),
        pytest.param(SYNTHETIC, AUTHOR, True, "den samme", id="naming oneself"),
        pytest.param(SYNTHETIC, AUTHOR.upper(), True, "den samme", id="naming oneself in capitals"),
        pytest.param(SYNTHETIC, "  ", True, "[Ss]kriv", id="naming nobody"),
        pytest.param(SYNTHETIC, "Dina Dahl", False, "En annen må godkjenne", id="where people have users"),
        pytest.param(SYNTHETIC, None, False, "En annen må godkjenne", id="example data where people have users"),
        pytest.param(REAL, None, True, "--second-person", id="real data, alone"),
        pytest.param(REAL, "Dina Dahl", True, None, id="real data, with a second person"),
        pytest.param({"syntetisk": False}, None, True, "virkelige data", id="a manifest that does not say"),
    ],
)
def test_approving_ones_own(
    home: Settings, facts: dict[str, Any], second: str | None, single_user: bool, why: str | None
) -> None:
    from dataclasses import replace

    workflow = Workflow.of(home)
    workflow = replace(workflow, policy=replace(workflow.policy, single_user=single_user))
    release = put_release(home, facts)
    workflow.register.note_bounds(release, AUTHOR, passed=True)
    put_in(workflow.register, release, State.SUBMITTED)
    if why is None:
        workflow.approve(release, actor=AUTHOR, second_person=second)
        assert workflow.register.steps(release)[-1].second_person == second
    else:
        with pytest.raises(UserError, match=why):
            workflow.approve(release, actor=AUTHOR, second_person=second)
        assert state(workflow, release) == State.SUBMITTED


def test_a_draft_of_nobody_goes_nowhere(home: Settings, workflow: Workflow) -> None:
    with pytest.raises(ReleaseError, match="hvem som har laget"):
        workflow.submit(put_release(home, author=None), actor=SUBMITTER)


@pytest.mark.parametrize(
    ("facts", "bounds", "why"),
    [
        pytest.param(SYNTHETIC, None, None, id="example data need no bounds"),
        pytest.param(REAL, True, None, id="real data, all done"),
        pytest.param(REAL, None, "ikke regnet ut", id="bounds not run"),
        pytest.param(REAL, False, "trangere", id="bounds failed"),
        pytest.param({**REAL, "revisjon": FAILED}, True, "lot seg gjenskape", id="something is recovered"),
        pytest.param({**REAL, "revisjon": "ikke revidert"}, True, "ikke revidert", id="from before the audit"),
        pytest.param({**REAL, "revisjon": {"resultat": "ja"}}, True, "ikke revidert", id="a result nobody knows"),
        pytest.param({**SYNTHETIC, "revisjon": FAILED}, None, None, id="example data may leak"),
        pytest.param({**SYNTHETIC, "ikke_offentlige_tall": True, "revisjon": FAILED}, True, "gjenskape", id="counts"),
        pytest.param({**SYNTHETIC, "ekte_personrader": True}, True, "både syntetiske og virkelige", id="a mixture"),
    ],
)
def test_what_the_checklist_stops(home: Settings, facts: dict[str, Any], bounds: bool | None, why: str | None) -> None:
    workflow = Workflow.of(home)
    release = put_release(home, facts)
    if bounds is not None:
        workflow.register.note_bounds(release, AUTHOR, passed=bounds)
    if why is None:
        workflow.submit(release, actor=SUBMITTER)
    else:
        with pytest.raises(ReleaseError, match=why):
            workflow.submit(release, actor=SUBMITTER)


@pytest.mark.parametrize(
    ("facts", "synthetic", "stopped"), [(REAL, False, True), (REAL, True, False), (SYNTHETIC, False, False)]
)
def test_real_rows_that_nobody_has_stood_behind_stop_a_release_until_somebody_does(
    home: Settings, facts: dict[str, Any], synthetic: bool, stopped: bool
) -> None:
    """Point b of what went wrong in BrukerPlan: people were not told."""
    workflow, release = Workflow.of(home), put_release(home, facts, paths=[PART.path])
    workflow.register.note_bounds(release, AUTHOR, passed=True)
    workflow.register.record(DELIVERY, [replace(PART, synthetic=synthetic)], ())
    if stopped:
        with pytest.raises(ReleaseError, match="1 levering av virkelige rader er ikke bekreftet"):
            workflow.submit(release, actor=SUBMITTER)
        workflow.register.confirm("L000001", Statement("Kari", legal_basis=True, informed=True), actor="kari")
    workflow.submit(release, actor=SUBMITTER)


FAULTS: dict[str, Callable[[Path], object]] = {
    "cube.parquet changed": lambda folder: (folder / "cube.parquet").write_bytes(b"PAR1"),
    "cube.parquet missing": lambda folder: (folder / "cube.parquet").unlink(),
    "ekstra.parquet added": lambda folder: (folder / "ekstra.parquet").write_bytes(b""),
    "manifest.json changed": lambda folder: change(folder / "manifest.json", "true", "false"),
    "manifest.json broken": lambda folder: (folder / "manifest.json").write_bytes(b"{"),
    "finnes missing": lambda folder: (folder / "manifest.json").unlink(),
}


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("before", [State.DRAFT, State.SUBMITTED, State.APPROVED, State.REPLACED])
def test_a_folder_that_is_not_as_it_was_frozen_is_refused_by_name(
    home: Settings, workflow: Workflow, before: State
) -> None:
    step = {State.DRAFT: Step.SUBMIT, State.SUBMITTED: Step.APPROVE, State.APPROVED: Step.PUBLISH}
    for number, (fault, do) in enumerate(FAULTS.items()):
        release = put_release(home, number=number)
        put_in(workflow.register, release, before)
        do(home.releases / release)
        with pytest.raises(ReleaseError, match=fault.split(".")[0].split()[0]):
            ACTIONS[step.get(before, Step.ROLL_BACK)](workflow, release, APPROVER)
        assert current_id(home.releases) is None


class TestEmbargo:
    def test_it_is_kept_and_then_published_by_the_scheduler(
        self, home: Settings, workflow: Workflow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release = put_release(home)
        workflow.submit(release, actor=SUBMITTER)
        until = datetime.now(UTC) + timedelta(hours=1)
        workflow.approve(release, actor=APPROVER, embargo=until)
        with pytest.raises(ReleaseError, match="kan tidligst publiseres"):
            workflow.publish(release, actor=SUBMITTER)
        assert workflow.publish_due(actor="cron") == ([], {})
        at(monkeypatch, until)
        assert workflow.publish_due(actor="cron") == ([release], {})
        assert current_id(home.releases) == release
        assert workflow.publish_due(actor="cron") == ([], {})

    def test_what_is_due_and_stopped_is_said_and_the_others_are_published(
        self, home: Settings, workflow: Workflow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        until = datetime.now(UTC) + timedelta(hours=1)
        broken, whole = (put_release(home, number=n) for n in (1, 2))
        for n, release in enumerate((broken, whole)):
            workflow.submit(release, actor=SUBMITTER)
            workflow.approve(release, actor=APPROVER, embargo=until + timedelta(minutes=n))
        (home.releases / broken / "cube.parquet").unlink()
        at(monkeypatch, until + timedelta(hours=1))
        published, refused = workflow.publish_due(actor="cron")
        assert published == [whole]
        assert "cube.parquet" in refused[broken]

    def test_one_approved_without_waits_for_somebody(self, home: Settings, workflow: Workflow) -> None:
        release = put_release(home)
        put_in(workflow.register, release, State.APPROVED)
        assert workflow.publish_due(actor="cron") == ([], {})

    def test_one_that_has_passed_is_a_mistake(self, home: Settings, workflow: Workflow) -> None:
        release = put_release(home)
        put_in(workflow.register, release, State.SUBMITTED)
        with pytest.raises(ReleaseError, match="alt passert"):
            workflow.approve(release, actor=APPROVER, embargo=datetime.now(UTC))

    def test_it_falls_with_the_approval(self, home: Settings, workflow: Workflow) -> None:
        release = put_release(home)
        workflow.submit(release, actor=SUBMITTER)
        workflow.approve(release, actor=APPROVER, embargo=datetime.now(UTC) + timedelta(hours=1))
        workflow.reject(release, actor=APPROVER, reason="feil tidspunkt")
        workflow.submit(release, actor=SUBMITTER)
        workflow.approve(release, actor=APPROVER)
        workflow.publish(release, actor=SUBMITTER)
        assert current_id(home.releases) == release


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the workflow believe that it is `moment`."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    monkeypatch.setattr("pipelines.release.workflow.datetime", Clock)


class TestChangesSeen:
    @pytest.fixture
    def second(self, home: Settings, workflow: Workflow) -> str:
        """A draft, while another release is published."""
        self.first = put_release(home, number=1)
        publish_whole_way(workflow, self.first)
        return put_release(home, number=2)

    def test_the_first_release_changes_nothing(self, home: Settings, workflow: Workflow) -> None:
        release = put_release(home)
        publish_whole_way(workflow, release)
        assert current_id(home.releases) == release

    @pytest.mark.parametrize("step", [Step.SUBMIT, Step.APPROVE, Step.PUBLISH])
    def test_no_step_without_having_seen_what_changes(self, workflow: Workflow, second: str, step: Step) -> None:
        before = {Step.SUBMIT: State.DRAFT, Step.APPROVE: State.SUBMITTED, Step.PUBLISH: State.APPROVED}[step]
        put_in(workflow.register, second, before)
        with pytest.raises(ReleaseError, match=f"release diff {self.first} {second}"):
            ACTIONS[step](workflow, second, APPROVER)
        workflow.register.note_changes_seen(second, self.first, AUTHOR)
        with pytest.raises(ReleaseError, match="release diff"):
            ACTIONS[step](workflow, second, APPROVER)
        workflow.register.note_changes_seen(second, self.first, APPROVER)
        ACTIONS[step](workflow, second, APPROVER)

    def test_what_was_seen_against_another_release_does_not_count(
        self, home: Settings, workflow: Workflow, second: str
    ) -> None:
        workflow.register.note_changes_seen(second, self.first, APPROVER)
        put_in(workflow.register, second, State.APPROVED)
        between = put_release(home, number=3)
        publish_whole_way(workflow, between)
        with pytest.raises(ReleaseError, match=f"release diff {between} {second}"):
            workflow.publish(second, actor=APPROVER)


class TestWithdrawal:
    def published(self, home: Settings, workflow: Workflow, n: int) -> list[str]:
        releases = [put_release(home, number=number) for number in range(n)]
        for release in releases:
            publish_whole_way(workflow, release)
        return releases

    def test_a_newer_release_replaces_and_deletes_nothing(self, home: Settings, workflow: Workflow) -> None:
        first, second = self.published(home, workflow, 2)
        assert [state(workflow, r) for r in (first, second)] == [State.REPLACED, State.PUBLISHED]
        assert (home.releases / first / "cube.parquet").is_file()
        assert [s.step for s in workflow.register.steps(first)][-1] == Step.REPLACE

    def test_the_one_before_is_shown_again_and_readers_are_told(self, home: Settings, workflow: Workflow) -> None:
        first, second = self.published(home, workflow, 2)
        assert workflow.withdraw(second, actor=AUTHOR, reason="feil i Oslo") == first
        assert current_id(home.releases) == first
        (gone,) = withdrawn(home.releases)
        assert (gone.utgivelse, gone.grunn) == (second, "feil i Oslo")
        draft = put_release(home, number=6)
        assert [(s.utgivelse, s.grunn) for s in seen(home.releases)] == [(second, "feil i Oslo"), (first, None)]
        assert draft not in [s.utgivelse for s in seen(home.releases)]
        third = put_release(home, number=7)
        publish_whole_way(workflow, third)
        assert withdrawn(home.releases) == []

    def test_the_only_one_leaves_nothing(self, home: Settings, workflow: Workflow) -> None:
        (only,) = self.published(home, workflow, 1)
        assert workflow.withdraw(only, actor=AUTHOR, reason="feil") is None
        assert current_id(home.releases) is None
        assert [gone.utgivelse for gone in withdrawn(home.releases)] == [only]

    def test_a_withdrawn_or_broken_one_is_not_shown_again(self, home: Settings, workflow: Workflow) -> None:
        first, second, third, fourth = self.published(home, workflow, 4)
        workflow.withdraw(third, actor=AUTHOR, reason="feil")
        (home.releases / second / "cube.parquet").write_bytes(b"")
        assert workflow.withdraw(fourth, actor=AUTHOR, reason="feil") == first

    def test_an_earlier_one_is_taken_away_without_a_word_on_the_pages(self, home: Settings, workflow: Workflow) -> None:
        first, second = self.published(home, workflow, 2)
        assert workflow.withdraw(first, actor=AUTHOR, reason="feil") == second
        assert withdrawn(home.releases) == []

    def test_the_same_content_cannot_be_published_again(self, home: Settings, workflow: Workflow) -> None:
        (only,) = self.published(home, workflow, 1)
        workflow.withdraw(only, actor=AUTHOR, reason="feil")
        assert put_release(home, number=0) == only
        with pytest.raises(ReleaseError, match="er trukket og kan ikke"):
            workflow.submit(only, actor=SUBMITTER)

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 301, f"gjelder {identity_number()}"], ids=[1, 2, 3, 4])
    def test_a_reason_is_given_and_can_be_kept(self, home: Settings, workflow: Workflow, reason: str) -> None:
        (only,) = self.published(home, workflow, 1)
        for act in (workflow.withdraw, workflow.reject):
            with pytest.raises(UserError) as refused:
                act(only, actor=AUTHOR, reason=reason)
            assert reason.strip()[-11:] not in str(refused.value) or not reason.strip()
        assert current_id(home.releases) == only


class TestRollBack:
    def test_there_and_back(self, home: Settings, workflow: Workflow) -> None:
        releases = [put_release(home, number=n) for n in range(3)]
        for release in releases:
            publish_whole_way(workflow, release)
        first, second, third = releases
        assert workflow.roll_back(actor=AUTHOR, reason="feil") == second
        assert workflow.roll_back(actor=AUTHOR, reason="feil") == first
        with pytest.raises(ReleaseError, match="ingen tidligere"):
            workflow.roll_back(actor=AUTHOR, reason="feil")
        assert workflow.roll_back(actor=AUTHOR, reason="rettet", to=third) == third == current_id(home.releases)
        assert [state(workflow, r) for r in releases] == [State.REPLACED, State.REPLACED, State.PUBLISHED]

    def test_nothing_is_published(self, workflow: Workflow) -> None:
        with pytest.raises(ReleaseError, match="ingen tidligere"):
            workflow.roll_back(actor=AUTHOR, reason="feil")


def test_an_interruption_between_register_and_files_is_put_right(home: Settings, workflow: Workflow) -> None:
    first, second = (put_release(home, number=n) for n in (1, 2))
    publish_whole_way(workflow, first)
    workflow.register.take_step(first, step_from(State.PUBLISHED, State.REPLACED))
    put_in(workflow.register, second, State.PUBLISHED)
    assert current_id(home.releases) == first
    workflow.settle()
    assert current_id(home.releases) == second


def step_from(before: State, after: State) -> Any:
    from pipelines.register import ReleaseStep

    return ReleaseStep("erstatt", before, after, AUTHOR, datetime(2026, 6, 1, tzinfo=UTC))


def test_the_file_of_withdrawn_releases_that_cannot_be_read_closes_the_pages(tmp_path: Path) -> None:
    from pipelines.published import BrokenRelease

    for content in ("{", json.dumps([{"utgivelse": "x"}]), json.dumps([1])):
        (tmp_path / "withdrawn.json").write_text(content, encoding="utf-8")
        with pytest.raises(BrokenRelease):
            withdrawn(tmp_path)


@pytest.mark.parametrize(
    "content", ["{", "{}", "[1]", '[{"utgivelse": "x"}]', '[{"utgivelse": "../x", "publisert": "2026-01-01"}]']
)
def test_the_file_of_published_releases_that_cannot_be_read_closes_the_pages(tmp_path: Path, content: str) -> None:
    from pipelines.published import BrokenRelease

    assert seen(tmp_path) == []
    (tmp_path / "shown.json").write_text(content, encoding="utf-8")
    with pytest.raises(BrokenRelease):
        seen(tmp_path)

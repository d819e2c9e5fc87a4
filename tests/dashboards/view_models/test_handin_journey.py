"""Files on their way: checked once, delivered once whatever is clicked or interrupted, and then gone."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Barrier, Thread
from typing import Any

import pytest

from dashboards.view_models.handin_journey import Journey, Stage
from pipelines.handin import FileReport, Substitution, Upload
from pipelines.intake.mapping import Kind
from tests.support.handin import file_report, warning

A, B, C = (Upload(f"{name}.csv", name.encode()) for name in "abc")
HEADER = Substitution(Kind.HEADER, "kjonn", "Kjon", "Kjønn")


class Engine:
    """Checks and delivers, and remembers what it was asked."""

    def __init__(self, *, warns: Sequence[Upload] = (), fails: Sequence[Upload] = ()) -> None:
        self.warns, self.fails = warns, fails
        self.checked: list[Sequence[Upload]] = []
        self.sent: list[tuple[list[str], tuple[str, ...]]] = []

    def check(self, uploads: Sequence[Upload], _: Sequence[Substitution] = ()) -> list[FileReport]:
        self.checked.append(uploads)
        return [file_report(u.name, (warning(),) if u in self.warns else ()) for u in uploads]

    def send(
        self, uploads: Sequence[Upload], _: Sequence[Substitution], rules: tuple[str, ...]
    ) -> Sequence[FileReport]:
        if set(uploads) & set(self.fails):
            raise OSError("disken er full")
        self.sent.append(([u.name for u in uploads], rules))
        return [file_report(u.name, delivery="L000001") for u in uploads]


def chosen(engine: Engine, *uploads: Upload) -> Journey:
    files = Journey()
    files.take(files.turn, lambda: uploads)
    files.reports("nb", engine.check)
    return files


def test_files_are_checked_once_for_each_language_and_set_of_suggestions() -> None:
    engine = Engine()
    files = chosen(engine, A)
    files.reports("nb", engine.check)
    assert len(engine.checked) == 1
    files.reports("nn", engine.check)
    files.accept(HEADER)
    files.accept(HEADER)
    files.reports("nn", engine.check)
    assert len(engine.checked) == 3
    assert files.accepted == (HEADER,)
    files.accept_none()
    assert files.accepted == ()


def test_a_new_choice_takes_the_place_of_all_there_was() -> None:
    engine = Engine()
    files = chosen(engine, A)
    files.accept(HEADER)
    files.take(files.turn, lambda: [B, C])
    assert (files.uploads, files.accepted, files.stage) == ((B, C), (), Stage.CHOSEN)


def test_what_an_emptied_uploader_still_holds_is_not_taken_again() -> None:
    files = chosen(Engine(), A)
    files.take(files.turn - 1, lambda: [B])
    assert files.uploads == (A,)


def test_delivered_once_however_often_it_is_asked_for() -> None:
    engine = Engine()
    files = chosen(engine, A, B)
    for _ in range(3):
        files.deliver([0, 1], engine.send)
    assert engine.sent == [(["a.csv", "b.csv"], ())]
    assert (files.stage, files.uploads, files.left) == (Stage.DELIVERED, (), ())
    assert [r.delivery for r in files.delivered] == ["L000001"] * 2


def test_two_clicks_at_once_deliver_once() -> None:
    engine, together = Engine(), Barrier(2)
    files = chosen(engine, A)

    def click() -> None:
        together.wait(timeout=5)
        files.deliver([0], engine.send)

    clicks = [Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(timeout=5)
    assert len(engine.sent) == 1


def test_a_run_that_waits_in_the_check_while_another_delivers_finds_nothing_left() -> None:
    engine, sending, found = Engine(), Barrier(2), []
    files = chosen(engine, A)

    def send(*arguments: Any) -> Any:
        sending.wait(timeout=5)  # the other run is about to ask for the reports
        return engine.send(*arguments)

    def other_run() -> None:
        assert files.stage is Stage.CHOSEN
        sending.wait(timeout=5)
        found.append(files.reports("nb", engine.check))

    other = Thread(target=other_run)
    other.start()
    files.deliver([0], send)
    other.join(timeout=5)
    assert found == [()]
    assert files.stage is Stage.DELIVERED


def test_files_go_with_those_that_warn_of_the_same_and_the_rest_is_named() -> None:
    engine = Engine(warns=[B])
    files = chosen(engine, A, B, C)
    files.deliver([0, 1], engine.send)
    assert engine.sent == [(["a.csv"], ()), (["b.csv"], ("bolig-ukjent",))]
    assert files.left == ("c.csv",)


def test_what_was_sent_before_a_failure_is_not_sent_again() -> None:
    engine = Engine(warns=[B], fails=[B])
    files = chosen(engine, A, B)
    with pytest.raises(OSError, match="full"):
        files.deliver([0, 1], engine.send)
    assert ([r.file for r in files.delivered], files.uploads, files.stage) == (["a.csv"], (B,), Stage.CHOSEN)
    engine.fails = ()
    files.deliver([0], engine.send)
    assert [names for names, _ in engine.sent] == [["a.csv"], ["b.csv"]]
    assert files.stage is Stage.DELIVERED


@pytest.mark.parametrize("wanted", [[], [0]], ids=["nothing wanted", "not checked"])
def test_nothing_is_delivered_unchecked_or_unasked(wanted: list[int]) -> None:
    engine = Engine()
    files = chosen(engine, A) if not wanted else Journey()
    files.deliver(wanted, engine.send)
    assert engine.sent == []


def test_what_is_made_of_the_files_is_made_once_and_goes_with_them() -> None:
    engine, made = Engine(), iter(range(9))
    files = chosen(engine, A)
    assert [files.made("x", lambda: next(made)) for _ in range(2)] == [0, 0]
    files.accept(HEADER)
    files.reports("nb", engine.check)
    assert files.made("x", lambda: next(made)) == 1
    files.start_over()
    assert (files.stage, files.made("x", lambda: next(made))) == (Stage.EMPTY, 2)

"""Whatever a parser does, this process goes on, and the next content is parsed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pipelines.parsing import sandbox as module
from pipelines.parsing.refusal import TaskRefused
from pipelines.parsing.sandbox import Sandbox, SandboxUnavailable, TaskFailed, TaskOverdue

BAD = "tests.parsing.bad_tasks"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


def do(sandbox: Sandbox, what: str, content: bytes = b"", **options: Any) -> tuple[dict[str, Any], bytes]:
    return sandbox.run(BAD, content, {"do": what}, **options)


def pid(sandbox: Sandbox) -> int:
    return int(do(sandbox, "echo")[0]["pid"])


def test_facts_and_payload_come_back_whole(sandbox):
    content = os.urandom(3_000_000)
    facts, payload = do(sandbox, "echo", content)
    assert facts["length"] == len(content)
    assert payload == content


def test_the_child_is_another_process_and_is_kept(sandbox):
    first = pid(sandbox)
    assert first != os.getpid()
    assert pid(sandbox) == first


@pytest.mark.parametrize("what", ["crash", "memory", "panic", "raise"])
def test_what_a_parser_does_wrong_is_one_exception_without_its_words(sandbox, what):
    with pytest.raises(TaskFailed) as failed:
        do(sandbox, what)
    assert not isinstance(failed.value, TaskOverdue)
    assert str(failed.value) == ""
    assert do(sandbox, "echo", b"next")[1] == b"next"


def test_a_parser_that_takes_too_long_is_killed(sandbox):
    before = pid(sandbox)
    with pytest.raises(TaskOverdue):
        do(sandbox, "hang", seconds=0.1)
    assert pid(sandbox) != before


def test_a_child_that_dies_between_two_files_is_replaced(sandbox):
    before = pid(sandbox)
    child = sandbox._idle[-1]
    child._process.kill()
    child._process.wait()
    assert pid(sandbox) != before


def test_a_parser_that_prints_does_not_speak_into_the_answers(sandbox):
    assert do(sandbox, "print") == ({}, b"")
    assert do(sandbox, "echo", b"next")[1] == b"next"


def test_a_refusal_keeps_its_code_and_numbers(sandbox):
    with pytest.raises(TaskRefused) as refused:
        do(sandbox, "refuse")
    assert (refused.value.code, refused.value.values) == ("kode", {"grense": 3})


def test_the_child_knows_no_secret(monkeypatch):
    monkeypatch.setenv("OPPTRAPP_DATABASE_URL", "postgresql://u:p@h/d")
    fresh = Sandbox()
    try:
        known = do(fresh, "environment")[0]
    finally:
        fresh.close()
    assert [name for name in known if name.startswith("OPPTRAPP")] == []


def test_one_slow_file_does_not_stop_the_others(tmp_path):
    fresh, go = Sandbox(), tmp_path / "go"
    try:
        with ThreadPoolExecutor(1) as threads:
            slow = threads.submit(fresh.run, BAD, b"slow", {"do": "wait", "for": str(go)})
            assert do(fresh, "echo", b"other")[1] == b"other"
            go.touch()
            assert slow.result()[1] == b"slow"
    finally:
        fresh.close()


def test_many_threads_share_few_children_and_get_their_own_answers():
    fresh = Sandbox()
    try:
        with ThreadPoolExecutor(8) as threads:
            sent = [str(i).encode() for i in range(40)]
            answers = list(threads.map(lambda content: do(fresh, "echo", content), sent))
    finally:
        fresh.close()
    assert [payload for _, payload in answers] == sent
    assert len({facts["pid"] for facts, _ in answers}) <= module.CHILDREN


def test_after_a_fork_the_parents_children_are_left_alone(sandbox):
    before, children = pid(sandbox), list(sandbox._idle)
    sandbox._owner = os.getpid() + 1
    assert pid(sandbox) != before
    assert all(child.alive for child in children)
    for child in children:
        child.end()


@pytest.mark.parametrize(
    "task", ["tests.parsing.no_such_module", "json"], ids=["no such module", "a module without run"]
)
def test_a_task_that_cannot_be_loaded_is_the_installations_fault(sandbox, task):
    with pytest.raises(SandboxUnavailable):
        sandbox.run(task, b"")


def test_an_installation_without_a_worker_is_not_the_contents_fault(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "WORKER", tmp_path / "none.py")
    with pytest.raises(SandboxUnavailable):
        Sandbox().run(BAD, b"x")

"""Hand-ins at once take turns: none is lost or doubled, none sees half of another, and a kill leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import IntegrityError

from pipelines.errors import UserError
from pipelines.register import Register, open_register, tables
from pipelines.settings import REPOSITORY
from tests.support.register import DELIVERY, PART

HAND_IN = """
import sys
from dataclasses import replace
from pipelines.register import open_register
from tests.support.register import DELIVERY, PART

url, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
for n in range(times):
    with open_register(url).transaction() as register:
        seen = len(register.deliveries())
        own = replace(PART, replaces_key=f"{name} {n}")
        number = register.record(replace(DELIVERY, file_name=str(seen)), [PART, own], [])
"""

KILLED = """
import sys
from pipelines.register import open_register
from tests.support.register import DELIVERY, PART

with open_register(sys.argv[1]).transaction() as register:
    register.record(DELIVERY, [PART], [])
    print(len(register.deliveries()), flush=True)
    sys.stdin.read()
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=REPOSITORY, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def hand_in(register: Register, key: str) -> int:
    """As the engine does: look at what is there, then write what follows from it."""
    with register.transaction():
        seen = len(register.deliveries())
        register.record(replace(DELIVERY, file_name=str(seen)), [PART, replace(PART, replaces_key=key)], [])
    return seen


class TestTurns:
    def test_fifty_at_once(self, url: str, register: Register) -> None:
        # Another way to write the same place, as another process would: only the database knows that it is one.
        place = make_url(url)
        elsewhere = {"timeout": "5"} if place.get_backend_name() == "sqlite" else {"application_name": "x"}
        registers = (register, open_register(place.update_query_dict(elsewhere).render_as_string()))
        gate = Barrier(50)

        def one(n: int) -> int:
            gate.wait()
            return hand_in(registers[n % 2], str(n))

        with ThreadPoolExecutor(50) as pool:
            seen = list(pool.map(one, range(50)))
        # Each saw exactly those before it: had two been at it together, two would have seen the same.
        assert sorted(seen) == list(range(50))
        assert [int(d.file_name) for d in register.deliveries()] == list(reversed(range(50)))
        assert sorted(p.replaces_key for p in register.current_parts()) == sorted(
            [PART.replaces_key, *map(str, range(50))]
        )
        assert len(register.events()) == 50

    @pytest.mark.slow
    def test_threads_and_processes_at_once_from_an_empty_database(self, empty_url: str) -> None:
        others = [start(HAND_IN, empty_url, name, "20") for name in ("a", "b", "c")]
        with ThreadPoolExecutor(50) as pool:
            seen = list(pool.map(lambda n: hand_in(open_register(empty_url), str(n)), range(50)))
        assert [(other.communicate()[1], other.returncode) for other in others] == [("", 0)] * 3
        register = open_register(empty_url)
        assert [int(d.file_name) for d in register.deliveries()] == list(reversed(range(110)))
        assert len(register.current_parts()) == 111
        assert len(set(seen)) == 50

    def test_readers_do_not_wait_for_a_writer(self, url: str, register: Register) -> None:
        register.record(DELIVERY, [PART], [])
        with register.transaction():
            register.record(DELIVERY, [replace(PART, sha256="b" * 64)], [])
            with ThreadPoolExecutor(1) as elsewhere:
                assert elsewhere.submit(register.current_parts).result() == [PART]
                assert elsewhere.submit(lambda: open_register(url).current_parts()).result() == [PART]
            assert [p.sha256 for p in register.current_parts()] == ["b" * 64]

    def test_what_a_reader_sees_does_not_change_under_it(self, register: Register) -> None:
        number_of_deliveries = select(func.count()).select_from(tables.deliveries)
        with register._reading() as connection, ThreadPoolExecutor(1) as elsewhere:
            before = connection.execute(number_of_deliveries).scalar()
            elsewhere.submit(register.record, DELIVERY, [PART], []).result()
            assert connection.execute(number_of_deliveries).scalar() == before == 0
        assert len(register.deliveries()) == 1


class TestWhole:
    def test_an_exception_undoes_everything(self, register: Register) -> None:
        def fail() -> None:
            with register.transaction():
                register.record(DELIVERY, [PART], [])
                register.add_note("s", 2019, "1103", text="x", actor="kari")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert (register.deliveries(), register.notes(), register.events()) == ([], [], [])
        assert hand_in(register, "x") == 0

    def test_a_block_inside_a_block_is_part_of_it(self, url: str, register: Register) -> None:
        def fail() -> None:
            with register.transaction() as outer:
                with outer.transaction() as inner:
                    inner.record(DELIVERY, [PART], [])
                # Opened anew by the same thread, too: waiting for itself, it would wait for ever.
                open_register(url).record(DELIVERY, [], [])
                assert len(register.deliveries()) == 2
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert register.deliveries() == []

    def test_a_fault_that_the_outer_block_catches_undoes_only_the_inner(self, register: Register) -> None:
        with register.transaction():
            register.record(DELIVERY, [PART], [])
            with pytest.raises(UserError):
                register.withdraw(2, actor="kari", reason="")
            with pytest.raises(IntegrityError):
                register.record(DELIVERY, [PART, PART], [])
            register.record(replace(DELIVERY, file_name="siste"), [], [])
        assert [d.file_name for d in register.deliveries()] == ["siste", "fil.csv"]
        assert register.current_parts() == [PART]

    def test_a_killed_process_leaves_nothing_and_stops_nobody(self, url: str, register: Register) -> None:
        other = start(KILLED, url)
        assert other.stdout is not None
        assert other.stdout.readline() == "1\n"
        assert register.deliveries() == []
        other.kill()
        other.communicate()
        assert (register.deliveries(), register.current_parts(), register.events()) == ([], [], [])
        assert hand_in(register, "x") == 0

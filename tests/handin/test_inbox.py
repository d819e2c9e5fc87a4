"""The inbox: what is whole is handed in once, what is refused stays with its owner and gets its answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.handin import Desk, HandIn, Status
from pipelines.handin.inbox import ANSWERS, look, take_in
from pipelines.settings import Settings
from tests.handin.test_engine import EV19, known
from tests.support.files import csv_bytes, identity_number, valid_rows

GOOD = csv_bytes(EV19, known(valid_rows(EV19, 8, 2019)))
BAD = GOOD.replace(b"2019;", b"2012;", 1)


@pytest.fixture
def engine(home: Settings) -> HandIn:
    return HandIn.of(home)


def put(home: Settings, name: str, content: bytes = GOOD) -> Path:
    home.inbox.mkdir(exist_ok=True)
    path = home.inbox / name
    path.write_bytes(content)
    return path


def looked_twice(home: Settings) -> list[str]:
    _, seen = look(home.inbox, {})
    return look(home.inbox, seen)[0]


def answers(home: Settings) -> list[str]:
    return sorted(p.name for p in (home.inbox / ANSWERS).glob("*.html"))


class TestLook:
    def test_a_missing_folder_is_made_for_the_owner_only(self, home: Settings):
        assert look(home.inbox, {}) == ([], {})
        assert home.inbox.stat().st_mode & 0o077 == 0

    def test_a_file_is_whole_at_the_second_look_at_which_it_is_the_same(self, home: Settings):
        path = put(home, "a.csv", GOOD[:100])
        first, seen = look(home.inbox, {})
        path.write_bytes(GOOD)
        second, seen = look(home.inbox, seen)
        third, _ = look(home.inbox, seen)
        assert (first, second, len(third)) == ([], [], 1)

    @pytest.mark.parametrize(
        "name", [".a.csv", "~$a.xlsx", "a.csv.part", "a.csv.filepart", "A.CSV.TMP", "a.crdownload"]
    )
    def test_files_that_are_being_written_are_left(self, home: Settings, name: str):
        put(home, name)
        assert looked_twice(home) == []

    def test_folders_and_links_are_left(self, home: Settings, tmp_path: Path):
        put(home, "a.csv").rename(tmp_path / "utenfor.csv")
        (home.inbox / "lenke.csv").symlink_to(tmp_path / "utenfor.csv")
        (home.inbox / "mappe").mkdir()
        assert looked_twice(home) == []

    def test_no_name_is_told(self, home: Settings):
        number = identity_number()
        put(home, f"{number}.csv")
        whole, seen = look(home.inbox, look(home.inbox, {})[1])
        assert len(whole) == 1
        assert (number in repr((whole, seen))) is False


class TestTakeIn:
    def test_what_is_accepted_leaves_the_folder_with_an_answer(self, home: Settings, engine: HandIn):
        path = put(home, "a.csv")
        (report,) = take_in(home.inbox, looked_twice(home), engine)
        assert (report.status, report.rows_accepted) == (Status.OK, 8)
        assert not path.exists()
        assert answers(home) == ["L000001-a.html"]
        assert engine.register.delivery("L000001").channel == "innboks"

    @pytest.mark.slow
    def test_what_is_refused_stays_and_is_not_tried_again_until_it_changes(self, home: Settings, engine: HandIn):
        path = put(home, "a.csv", BAD)
        (report,) = take_in(home.inbox, looked_twice(home), engine)
        assert report.status is Status.ERRORS
        assert path.read_bytes() == BAD
        assert looked_twice(home) == []
        path.write_bytes(GOOD)
        (report,) = take_in(home.inbox, looked_twice(home), engine)
        assert report.status is Status.OK
        assert not path.exists()

    def test_a_file_that_changes_between_look_and_hand_in_waits(self, home: Settings, engine: HandIn):
        path = put(home, "a.csv")
        marks = looked_twice(home)
        path.write_bytes(BAD)
        assert take_in(home.inbox, marks, engine) == []
        assert path.exists()

    def test_one_accepted_before_it_could_be_removed_is_not_handed_in_again(self, home: Settings, engine: HandIn):
        put(home, "a.csv")
        take_in(home.inbox, looked_twice(home), engine)
        path = put(home, "a.csv")
        assert take_in(home.inbox, looked_twice(home), engine) == []
        assert not path.exists()
        assert len(engine.register.deliveries()) == 1

    @pytest.mark.slow
    def test_one_that_was_withdrawn_is_handed_in_again(self, home: Settings, engine: HandIn):
        put(home, "a.csv")
        take_in(home.inbox, looked_twice(home), engine)
        Desk.of(home).withdraw("L000001", actor="kari", reason="feil")
        put(home, "a.csv")
        (report,) = take_in(home.inbox, looked_twice(home), engine)
        assert report.delivery == "L000002"

    def test_a_bad_file_does_not_stop_the_others(self, home: Settings, engine: HandIn):
        put(home, "a.csv", b"\x00tull")
        put(home, "b.csv")
        statuses = [report.status for report in take_in(home.inbox, looked_twice(home), engine)]
        assert statuses == [Status.UNREADABLE, Status.OK]
        assert answers(home) == ["L000001-a.html", "L000002-b.html"]

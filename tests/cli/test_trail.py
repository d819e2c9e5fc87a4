"""`trail list|verify|export` as a person types them."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.access import person
from pipelines.contracts.release_policy import State
from pipelines.register import Register, open_register
from pipelines.settings import Settings
from tests.support.installation import put_wave
from tests.support.release import RELEASE
from tests.support.workflow import SYNTHETIC, put_in, put_release

Answer = tuple[int, str, str]


@pytest.fixture
def register(home: Settings) -> Register:
    made = open_register(home.register_url)
    made.note("P0001", "så kvittering", "L000001")
    made.note("kari", "hentet", "kvittering [L000001]")
    made.refuse("P0002", "lever", "L000001")
    return made


def test_the_trail_is_listed_by_what_it_is_about_and_by_whom(
    register: Register, opptrapp: Callable[..., Answer]
) -> None:
    out = opptrapp("trail", "list")[1]
    assert "avvist: lever" in out
    assert "kvittering [L000001]" in out
    (one,) = json.loads(opptrapp("trail", "list", "--actor", "P0002", "--json")[1])
    assert (one["action"], one["subject"]) == ("avvist: lever", "L000001")
    assert len(json.loads(opptrapp("trail", "list", "--subject", "L000001", "--json")[1])) == 2
    assert len(json.loads(opptrapp("trail", "list", "--limit", "1", "--json")[1])) == 1


def test_a_whole_trail_is_verified_in_the_register_and_as_a_file(
    register: Register, opptrapp: Callable[..., Answer], tmp_path: Path
) -> None:
    file = tmp_path / "spor.jsonl"
    assert opptrapp("trail", "export", file)[0] == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert opptrapp("trail", "export", file)[0] == 2, "it is not written over"
    told = json.loads(opptrapp("trail", "verify", "--json")[1])
    assert told == json.loads(opptrapp("trail", "verify", file, "--json")[1])
    assert (told["lines"], told["first_broken"]) == (3, None)
    register.note("P0001", "hentet", "x")
    assert opptrapp("trail", "verify", "--head", told["head"])[0] == 0
    assert opptrapp("trail", "verify", file, "--head", told["head"])[0] == 0


def test_lines_that_were_cut_off_are_told_by_the_digest_that_was_kept(
    register: Register, opptrapp: Callable[..., Answer], tmp_path: Path
) -> None:
    file = tmp_path / "spor.jsonl"
    opptrapp("trail", "export", file)
    head = json.loads(opptrapp("trail", "verify", "--json")[1])["head"]
    file.write_text("".join(file.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert opptrapp("trail", "verify", file)[0] == 0
    code, _, said = opptrapp("trail", "verify", file, "--head", head)
    assert (code, "Avtrykket står ikke i sporet" in said) == (2, True)


@pytest.fixture
def kept(register: Register, opptrapp: Callable[..., Answer], tmp_path: Path) -> Path:
    """Digests of two nights, kept elsewhere."""
    file = tmp_path / "spor.avtrykk"
    assert opptrapp("trail", "keep", file)[0] == 0
    register.note("P0001", "hentet", "x")
    assert opptrapp("trail", "keep", file)[0] == 0
    assert opptrapp("trail", "keep", file)[0] == 0, "nothing has happened, and nothing is added"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file


def cut(home: Settings, last: int) -> None:
    """Take the lines after `last` out of the database, past what it refuses."""
    with sqlite3.connect(home.home / "register.sqlite") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM events WHERE id > ?", [last])
    connection.close()


def test_lines_that_were_cut_off_are_told_by_what_was_kept_each_night(
    home: Settings, kept: Path, opptrapp: Callable[..., Answer]
) -> None:
    assert opptrapp("trail", "verify", "--kept", kept)[0] == 0
    before = kept.read_text(encoding="utf-8")
    cut(home, 3)
    assert opptrapp("trail", "verify")[0] == 0, "the chain alone cannot tell"
    for command in (("keep", kept), ("verify", "--kept", kept)):
        code, _, said = opptrapp("trail", *command)
        assert (code, "Linje 4 i sporet er borte" in said, len(said.splitlines())) == (2, True, 1)
    assert kept.read_text(encoding="utf-8") == before


def test_a_new_line_in_the_place_of_one_that_was_cut_off_is_told_too(
    home: Settings, register: Register, kept: Path, opptrapp: Callable[..., Answer]
) -> None:
    cut(home, 2)
    register.note("P0002", "så kvittering", "L000001")
    code, out, _ = opptrapp("trail", "verify", "--kept", kept, "--json")
    assert (code, json.loads(out)["head_found"], json.loads(out)["first_broken"]) == (2, False, None)


@pytest.mark.parametrize("content", ["7\n", '{"id": "x"}\n', "\x00"])
def test_a_file_that_holds_no_digests_is_refused_and_left(
    register: Register, opptrapp: Callable[..., Answer], tmp_path: Path, content: str
) -> None:
    file = tmp_path / "annet.txt"
    file.write_text(content)
    assert opptrapp("trail", "keep", file)[0] == 2
    assert file.read_text() == content
    assert opptrapp("trail", "keep", tmp_path / "ingen" / "mappe")[0] == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda content: content.replace("P0002", "P0003"), "linje 3 følger ikke"),
        (lambda content: "".join(content.splitlines(keepends=True)[1:]), "linje 2 følger ikke"),
        (lambda content: content[:-20], "eller kan ikke leses"),
        (lambda content: content.replace('"actor"', '"hvem"'), "eller kan ikke leses"),
        (lambda _content: "7\n", "eller kan ikke leses"),
    ],
)
def test_a_changed_file_is_told(
    register: Register, opptrapp: Callable[..., Answer], tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    file = tmp_path / "spor.jsonl"
    opptrapp("trail", "export", file)
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    code, _, said = opptrapp("trail", "verify", file)
    assert code == 2
    assert told in said
    assert len(said.splitlines()) == 1


class TestWhatACommandShows:
    """The command is a door like the pages: what is seen and taken away by it is on record."""

    def seen(self, home: Settings) -> list[tuple[str, str, str]]:
        return [(e.actor, e.action, e.subject) for e in open_register(home.register_url).events()
                if e.action in {"så kvittering", "så utkast", "hentet"}]  # fmt: skip

    @pytest.mark.parametrize("how", [(), ("--json",)], ids=["in words", "as JSON"])
    def test_a_receipt(self, home: Settings, opptrapp: Callable[..., Answer], how: tuple[str, ...]) -> None:
        put_wave(home, "brukerplan", 2015, {"1103": 3})
        assert opptrapp("delivery", "receipt", "L000001", *how)[0] == 0
        assert opptrapp("delivery", "receipt", "L000009", *how)[0] == 2
        assert self.seen(home) == [(person(), "så kvittering", "L000001")]

    @pytest.mark.parametrize(("state", "told"), [(State.DRAFT, True), (State.APPROVED, True), (State.PUBLISHED, False)])
    def test_a_draft(self, home: Settings, opptrapp: Callable[..., Answer], state: State, told: bool) -> None:
        release = put_release(home, {**SYNTHETIC, "programversjon": "1", "bolger": []})
        put_in(open_register(home.register_url), release, state)
        assert opptrapp("release", "show", release, "--json")[0] == 0
        assert self.seen(home) == ([(person(), "så utkast", release)] if told else [])

    def test_a_file_of_a_release(self, home: Settings, released: Callable[..., Answer], tmp_path: Path) -> None:
        assert released("release", "export", RELEASE, "-o", tmp_path / "tall.csv")[0] == 0
        assert self.seen(home) == [(person(), "hentet", f"{RELEASE}.csv")]

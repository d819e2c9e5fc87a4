"""A copy put back equals what was copied, also while hand-ins go on; a damaged one is refused and leaves nothing."""

from __future__ import annotations

import io
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.operations import backup
from pipelines.operations.archive import FOLDERS, MANIFEST, BackupError, read_manifest
from pipelines.operations.backup import back_up
from pipelines.operations.restore import restore
from pipelines.operations.stores import parts, release
from pipelines.register import open_register
from pipelines.register.condition import Condition, condition
from pipelines.register.copying import take_out
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from tests.support.installation import put_part, put_wave, survey_rows
from tests.support.postgres import Server
from tests.support.workflow import publish_whole_way, put_release


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with parts, one of them replaced, a published release, a map and a correction."""
    settings = Settings(home=tmp_path_factory.mktemp("anlegg"))
    put_wave(settings, "brukerplan", 2019, {"1103": 6, "5001": 7})
    put_wave(settings, "brukerplan", 2019, {"1103": 8})
    publish_whole_way(Workflow.of(settings), put_release(settings))
    for name in ("map/kart.json", "corrections/retting.yaml", "releases/.lages-x/halv", "innboks/venter.csv"):
        (settings.home / name).parent.mkdir(parents=True, exist_ok=True)
        (settings.home / name).write_text(name)
    settings.warehouse.write_bytes(b"avledet")
    return settings


@pytest.fixture(scope="module")
def copy(installation: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return back_up(installation, tmp_path_factory.mktemp("kopier")).path


def files(home: Path) -> dict[str, bytes]:
    """Every file that a copy is to hold."""
    found = [path for folder in FOLDERS for path in (home / folder).rglob("*") if path.is_file()]
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found if ".lages-" not in str(path)}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation that holds nothing, its register on either database."""
    if request.param == "sqlite":
        return Settings(home=tmp_path / "nytt")
    server: Server = request.getfixturevalue("postgres")
    return Settings(home=tmp_path / "nytt", database_url=server.new_database())


def test_what_is_put_back_equals(installation: Settings, copy: Path, empty: Settings) -> None:
    done = restore(copy, empty)
    assert files(empty.home) == files(installation.home)
    assert {"map/kart.json", "corrections/retting.yaml", "releases/current"} < files(empty.home).keys()
    assert len(list(empty.accepted.rglob("*.parquet"))) == 3
    register = open_register(empty.register_url)
    assert take_out(register) == take_out(open_register(installation.register_url))
    register.note("drift", "satt tilbake", "kopi")
    assert register.first_broken() is None, "the trail is whole, and goes on"
    assert (parts(empty), release(empty), done.other_contracts) == (None, None, [])
    assert done.manifest.current == register.published()
    assert not [path for path in empty.home.iterdir() if path.name.startswith(".")]


def test_microdata_stay_closed_to_others(copy: Path, tmp_path: Path) -> None:
    restore(copy, Settings(home=tmp_path))
    closed = [copy, *(path for folder in ("accepted", "corrections") for path in (tmp_path / folder).rglob("*"))]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in closed if path.is_file()} == {0}


def laid_out(home: Path) -> Settings:
    """An installation as `deploy/` lays it out for two users, before anything is in it."""
    for name in ("accepted", "corrections", "map", "releases"):
        (home / name).mkdir(parents=True)
        (home / name).chmod(0o2770 if name == "accepted" else 0o750)
    return Settings(home=home)


def test_what_two_users_share_is_shared_again(copy: Path, tmp_path: Path) -> None:
    settings = laid_out(tmp_path / "nytt")
    restore(copy, settings)
    folders = {path.parent for path in settings.accepted.rglob("*.parquet")}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o2770}
    assert {stat.S_IMODE(path.stat().st_mode) for path in settings.accepted.rglob("*.parquet")} == {0o640}
    assert {stat.S_IMODE(path.stat().st_mode) for path in settings.corrections.rglob("*")} == {0o600}
    assert stat.S_IMODE(settings.releases.stat().st_mode) == 0o750
    assert (parts(settings), release(settings)) == (None, None)


def test_contracts_that_have_changed_since_are_named(copy: Path, tmp_path: Path) -> None:
    contracts = tmp_path / "kontrakter"
    contracts.mkdir()
    (contracts / "ny.yaml").write_text("x")
    done = restore(copy, Settings(home=tmp_path / "nytt", contracts=contracts))
    assert "ny.yaml" in done.other_contracts


def test_a_part_that_is_gone_is_counted(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "anlegg")
    put_wave(settings, "brukerplan", 2019, {"1103": 6})
    for path in settings.accepted.rglob("*.parquet"):
        path.unlink()
    assert back_up(settings, tmp_path).missing == 1


class TestWhileItRuns:
    def test_every_copy_is_of_one_moment(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path / "anlegg")
        put_wave(settings, "brukerplan", 2019, {"1103": 5})
        from pipelines.contracts.repository import load_contracts

        survey = load_contracts(settings.contracts).surveys["brukerplan"]
        stopped, delivered = threading.Event(), threading.Semaphore(0)

        def deliver() -> None:
            n = 6
            while not stopped.is_set():
                put_part(settings, "brukerplan", 2019, survey_rows(survey, 2019, "1103", n), "1103")
                delivered.release()
                n += 1

        hand_ins = threading.Thread(target=deliver)
        hand_ins.start()
        try:
            copies = []
            for n in range(3):
                delivered.acquire()
                copies.append(back_up(settings, tmp_path / f"{n}.tar"))
        finally:
            stopped.set()
            hand_ins.join()
        for n, made in enumerate(copies):
            other = Settings(home=tmp_path / str(n))
            restore(made.path, other)
            held = {path.relative_to(other.accepted).as_posix() for path in other.accepted.rglob("*.parquet")}
            assert held == open_register(other.register_url).paths()
            assert made.missing == 0

    def test_a_copy_that_fails_leaves_nothing_behind(
        self, installation: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        before = set(installation.home.iterdir())
        monkeypatch.setattr(backup, "_add", full)
        with pytest.raises(OSError, match="No space"):
            back_up(installation, tmp_path)
        assert (list(tmp_path.iterdir()), set(installation.home.iterdir())) == ([], before)


Change = Callable[[list[tuple[tarfile.TarInfo, bytes]]], list[tuple[tarfile.TarInfo, bytes]]]


def _rewritten(copy: Path, target: Path, change: Change) -> Path:
    """The copy with its members changed."""
    with tarfile.open(copy) as tar:
        members = [(member, file.read()) for member in tar if (file := tar.extractfile(member)) is not None]
    with tarfile.open(target, "w") as tar:
        for member, content in change(members):
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return target


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, link
    return entry, b"" if link else b"x"


def _flipped(folder: str) -> Change:
    def change(members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
        at = next(n for n, (member, content) in enumerate(members) if member.name.startswith(folder) and content)
        member, content = members[at]
        members[at] = member, bytes([content[0] ^ 1]) + content[1:]
        return members

    return change


DAMAGE: dict[str, Change] = {
    **{f"a bit of {folder}": _flipped(folder) for folder in ("register", *FOLDERS, MANIFEST)},
    "a member is gone": lambda members: members[1:],
    "the manifest is gone": lambda members: members[:-1],
    "one too many": lambda members: [_member("accepted/ny.parquet"), *members],
    "one twice": lambda members: [members[0], *members],
    "something after the manifest": lambda members: [*members, _member("accepted/ny.parquet")],
    "out of the folder": lambda members: [_member("accepted/../../ut"), *members],
    "from the root": lambda members: [_member("/etc/ut"), *members],
    "another folder": lambda members: [_member("dagster/dagster.yaml"), *members],
    "a symbolic link": lambda members: [_member("accepted/lenke", tarfile.SYMTYPE, "/etc/passwd"), *members],
    "a hard link": lambda members: [_member("accepted/lenke", tarfile.LNKTYPE, "/etc/passwd"), *members],
}


@pytest.mark.parametrize("change", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_copy_is_refused_and_leaves_nothing(change: Change, copy: Path, tmp_path: Path) -> None:
    damaged = _rewritten(copy, tmp_path / "skadet.tar", change)
    _refused(damaged, tmp_path, "ikke en hel kopi")


@pytest.mark.parametrize("left", [0, 100, 5_000, -2_000])
def test_a_copy_that_was_cut_short_is_refused(left: int, copy: Path, tmp_path: Path) -> None:
    cut = tmp_path / "kuttet.tar"
    content = copy.read_bytes()
    # The end of a tar is padding; what is cut must be more than that.
    cut.write_bytes(content[:left] if left >= 0 else content[: content.rindex(b'"members"')])
    _refused(cut, tmp_path, "ikke en hel kopi")


def test_a_copy_of_another_format_is_refused(copy: Path, tmp_path: Path) -> None:
    def newer(members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
        member, content = members[-1]
        return [*members[:-1], (member, content.replace(b'"format": 1', b'"format": 2'))]

    _refused(_rewritten(copy, tmp_path / "nyere.tar", newer), tmp_path, "annen versjon")


def _refused(path: Path, folder: Path, says: str) -> None:
    settings = Settings(home=folder / "nytt")
    with pytest.raises(BackupError, match=says):
        restore(path, settings)
    assert condition(settings.register_url) is Condition.ABSENT
    assert not settings.home.exists() or not list(settings.home.iterdir())


def test_an_unchanged_rewriting_is_accepted(copy: Path, tmp_path: Path) -> None:
    """Or the tests above would prove nothing."""
    assert read_manifest(_rewritten(copy, tmp_path / "lik.tar", lambda members: members)) == read_manifest(copy)


def test_a_home_that_holds_something_is_left_alone(installation: Settings, copy: Path) -> None:
    before = files(installation.home)
    with pytest.raises(BackupError, match="ikke tom"):
        restore(copy, installation)
    assert files(installation.home) == before


def test_a_register_that_cannot_be_put_in_takes_the_files_with_it(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.operations import restore as module

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "put_in", full)
    with pytest.raises(OSError, match="No space"):
        restore(copy, Settings(home=tmp_path / "nytt"))
    assert list((tmp_path / "nytt").iterdir()) == []
    ours = laid_out(tmp_path / "delt")
    with pytest.raises(OSError, match="No space"):
        restore(copy, ours)
    assert sorted(path.name for path in ours.home.rglob("*")) == ["accepted", "corrections", "map", "releases"]

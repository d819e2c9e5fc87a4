"""Every mistake that the doctor looks for is made, and found by its own check, with what to do."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import threading
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import create_engine, text

from pipelines.operations import machine
from pipelines.operations.doctor import CHECKS, Examined, State, examine
from pipelines.register import AcceptedPart, Delivery, open_register
from pipelines.settings import REPOSITORY, Settings


@pytest.fixture
def sound(home: Settings) -> Settings:
    """An installation with nothing wrong: a register, a warehouse, and nothing published yet."""
    open_register(home.register_url)
    with duckdb.connect(home.warehouse) as connection:
        connection.execute("CREATE TABLE rader (n INTEGER)")
    home.warehouse.chmod(0o600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        unused = probe.getsockname()[1]
    return home.model_copy(update={"page_port": unused, "dagster_url": f"http://127.0.0.1:{unused}"})


def of(name: str, settings: Settings) -> Examined:
    """How one check goes, as the doctor tells it."""
    return next(examine(settings, {name: CHECKS[name]}))


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    """A server that says the same to everything; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_nothing_is_wrong_with_a_sound_one_but_that_dagster_is_down(sound: Settings) -> None:
    found = {one.check: one.state for one in examine(sound)}
    assert found == dict.fromkeys(CHECKS, State.FINE) | {"dagster": State.REMARK}


def test_an_empty_home_is_sound_and_stays_empty(new_home: Settings) -> None:
    names = ("mappe", "plass", "tilgang", "register", "deler", "utgivelse", "datavarehus")
    assert {CHECKS[name](new_home) for name in names} == {None}
    assert list(new_home.home.iterdir()) == []


def _register_version(settings: Settings, version: str) -> None:
    engine = create_engine(settings.register_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()


def _lost_part(settings: Settings) -> None:
    delivery = Delivery("test", "fil", "0" * 64, "undersokelse", "skjema", 2019, "ok", 1, 1, 0)
    part = AcceptedPart("undersokelse", "skjema", "1", 2019, "1103", "nokkel", "borte.parquet", "1" * 64, 1, True)
    open_register(settings.register_url).record(delivery, (part,), ())


def _pointer(settings: Settings) -> None:
    settings.releases.mkdir()
    (settings.releases / "current").write_text("abc123\n")


def _readable(settings: Settings) -> None:
    folder = settings.accepted / "undersokelse"
    folder.mkdir(parents=True)
    (folder / "del.parquet").write_bytes(b"rader")
    (folder / "del.parquet").chmod(0o644)


def test_what_is_shared_with_a_group_is_closed_to_others_only(sound: Settings) -> None:
    _readable(sound)
    (sound.accepted / "undersokelse").chmod(0o2770)
    found = of("tilgang", sound)
    assert "chmod -R o-rwx" in found.sentence
    (sound.accepted / "undersokelse" / "del.parquet").chmod(0o640)
    assert of("tilgang", sound).state is State.FINE


def _damage(path: Path) -> None:
    for beside in path.parent.glob(f"{path.name}-*"):
        beside.unlink()
    path.write_bytes(b"ikke en database" * 500)


@pytest.mark.parametrize(
    ("check", "state", "says", "make"),
    [
        pytest.param("tilgang", State.WRONG, "chmod -R go-rwx", _readable, id="a part that others can read"),
        pytest.param("register", State.REMARK, "eldre", lambda s: _register_version(s, "0001"), id="old tables"),
        pytest.param("register", State.WRONG, "nyere", lambda s: _register_version(s, "9999"), id="newer tables"),
        pytest.param("register", State.WRONG, "sikkerhetskopi",
                     lambda s: _damage(s.home / "register.sqlite"), id="a register that is no database"),
        pytest.param("deler", State.WRONG, "1 mottatt del", _lost_part, id="a part that is gone"),
        pytest.param("utgivelse", State.WRONG, "release rollback", _pointer, id="a release that is not there"),
        pytest.param("datavarehus", State.WRONG, "opptrapp run",
                     lambda s: _damage(s.warehouse), id="a warehouse that is no database"),
    ],
)  # fmt: skip
def test_a_store_that_is_not_as_it_should(
    check: str, state: State, says: str, make: Callable[[Settings], None], sound: Settings
) -> None:
    make(sound)
    found = of(check, sound)
    assert (found.state, says in found.sentence) == (state, True), found.sentence


def test_a_release_that_the_register_has_not_decided(sound: Settings, demo_pointer: str) -> None:
    found = of("utgivelse", sound)
    assert (found.state, "release list" in found.sentence) == (State.WRONG, True), demo_pointer


@pytest.fixture
def demo_pointer(sound: Settings) -> str:
    """A whole release that the pages show and the register does not know."""
    from tests.support.release import write_release

    return write_release(sound.releases, municipalities=["5001"]).name


@pytest.mark.parametrize(
    ("check", "says", "change"),
    [
        pytest.param("mappe", "skrivetilgang", {"home": Path("/proc/opptrapp")}, id="a home that cannot be written to"),
        pytest.param("plass", "OPPTRAPP_FREE_GIGABYTES", {"free_gigabytes": 1e9}, id="too little room"),
        pytest.param("innlogging", "uten innlogging", {"address": "0.0.0.0"}, id="open to others without a login"),
        pytest.param("innlogging", "OPPTRAPP_OIDC_ISSUER", {"oidc_client_id": "opptrapp"}, id="half a login"),
        pytest.param("dagster", "denne maskinen", {"dagster_url": "http://192.0.2.1:3000"}, id="Dagster elsewhere"),
    ],
)
def test_a_setting_that_cannot_be(check: str, says: str, change: dict[str, object], sound: Settings) -> None:
    found = of(check, sound.model_copy(update=change))
    assert (found.state, says in found.sentence) == (State.WRONG, True), found.sentence


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_without_the_right_to_write(home: Settings) -> None:
    home.home.chmod(0o500)
    assert of("mappe", home).state is State.WRONG


@pytest.mark.slow
def test_contracts_with_a_mistake(sound: Settings, tmp_path: Path) -> None:
    contracts = tmp_path / "kontrakter"
    shutil.copytree(REPOSITORY / "data_contracts", contracts)
    path = contracts / "evaluations" / "nattlig.yaml"
    path.write_text(path.read_text().replace("30 2 * * *", "99 2 * * *"))
    found = of("kontrakter", sound.model_copy(update={"contracts": contracts}))
    assert (found.state, "opptrapp evaluation lint" in found.sentence) == (State.WRONG, True), found.sentence


def test_a_package_of_another_version_than_the_lock_says(
    sound: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = metadata.version("polars")
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(machine, "LOCK", lock)
    lock.write_text(f"polars=={installed} \\\n    --hash=sha256:00\nabsent-for-developers==1.0\n")
    assert machine.packages(sound) is None
    lock.write_text('polars==0.0.1 ; python_version >= "3" \\\n    --hash=sha256:00\n')
    fault = machine.packages(sound)
    assert fault is not None
    assert "polars" in fault.sentence
    assert "make setup" in fault.sentence


def test_a_machine_without_time_zones(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath([])
    try:
        found = CHECKS["tidssone"](sound)
    finally:
        zoneinfo.reset_tzpath()
    assert found is not None
    assert "tzdata" in found.sentence


@pytest.mark.parametrize(("body", "state"), [(b"ok", State.FINE), (b"noe annet", State.WRONG)])
def test_a_port_is_taken_by_the_dashboard_or_by_something_else(body: bytes, state: State, sound: Settings) -> None:
    with answering(body) as port:
        assert of("dashbord", sound.model_copy(update={"page_port": port})).state is state


@pytest.mark.parametrize(
    ("answer", "state", "says"),
    [
        pytest.param({"data": {"schedulesOrError": {"results": []}}}, State.FINE, "", id="ours"),
        pytest.param({"data": {"schedulesOrError": {"message": "x"}}}, State.WRONG, "", id="another workspace"),
        pytest.param("<html>", State.WRONG, "Noe annet enn Dagster", id="not Dagster"),
    ],
)
def test_what_answers_where_dagster_should(answer: object, state: State, says: str, sound: Settings) -> None:
    body = answer if isinstance(answer, str) else json.dumps(answer)
    with answering(body.encode()) as port:
        found = of("dagster", sound.model_copy(update={"dagster_url": f"http://127.0.0.1:{port}"}))
    assert found.state is state, found.sentence
    assert says in found.sentence
    assert bool(found.sentence) == (state is not State.FINE)


def test_a_warehouse_that_a_run_holds_is_a_remark(sound: Settings) -> None:
    import subprocess

    hold = (
        f"import duckdb, sys; c = duckdb.connect({str(sound.warehouse)!r}); print('holdt', flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holdt\n"
        found = of("datavarehus", sound)
        holder.communicate("")
    assert found.state is State.REMARK


def test_a_check_that_falls_over_is_told_and_the_others_are_done(sound: Settings) -> None:
    def broken(_settings: Settings) -> None:
        raise RuntimeError("personnummer 01010112345")

    found = {one.check: one for one in examine(sound, {"plass": broken, "tidssone": CHECKS["tidssone"]})}
    assert found["tidssone"].state is State.FINE
    assert "RuntimeError" in found["plass"].sentence
    assert "01010112345" not in found["plass"].sentence

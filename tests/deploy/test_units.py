"""The deployment's files say what the code understands, and keep the pages away from what only the runs may read."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from sqlalchemy import make_url

from pipelines.cli import app
from pipelines.cli.servers import PATIENCE
from pipelines.settings import REPOSITORY, Settings
from tests.test_project import _exists

DEPLOY = REPOSITORY / "deploy"
PROGRAM = "/srv/opptrapp/.venv/bin/opptrapp"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OWN = ("sider", "kjoringer", "helse")


def unit(name: str) -> dict[str, str]:
    """The section that says how a service runs."""
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / "systemd" / f"{name}.service", encoding="utf-8")
    return dict(parser["Service"])


def is_command(words: list[str]) -> bool:
    root = typer.main.get_command(app)
    # A value after an option is no command.
    return _exists(root, tuple(word for word in words if word.startswith("--") or word.isalpha()))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_a_command_that_exists_as_a_user_of_its_own_without_rights(path: Path) -> None:
    said = unit(path.stem)
    program, *words = said["ExecStart"].split()
    assert (program, is_command(words)) == (PROGRAM, True)
    users = re.findall(r"^u (\S+)", (DEPLOY / "systemd" / "opptrapp.sysusers").read_text(), re.MULTILINE)
    assert said["User"] in users
    assert (said["Group"], said["NoNewPrivileges"], said["ProtectSystem"], said["CapabilityBoundingSet"]) == (
        "opptrapp", "yes", "strict", "",
    )  # fmt: skip


def test_the_trail_is_held_against_what_earlier_nights_kept_after_each_copy() -> None:
    program, *words = unit("opptrapp-kopi")["ExecStartPost"].split()
    assert (program, words[:2], is_command(words[:2])) == (PROGRAM, ["trail", "keep"], True)


def test_the_pages_write_parts_only_and_do_not_see_the_warehouse() -> None:
    pages, runs = unit("opptrapp-sider"), unit("opptrapp-kjoringer")
    assert pages["User"] != runs["User"]
    assert pages["ReadWritePaths"] == "/var/lib/opptrapp/accepted /var/lib/opptrapp/innlogging"
    assert "-/var/lib/opptrapp/warehouse.duckdb" in pages["InaccessiblePaths"].split()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_them(tmp_path: Path) -> None:
    for path in (*UNITS, *(DEPLOY / "systemd").glob("*.timer")):
        (tmp_path / path.name).write_text(path.read_text().replace(PROGRAM, "/bin/true"))
    ran = subprocess.run(
        ["systemd-analyze", "verify", *tmp_path.iterdir()], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, [line for line in ran.stderr.splitlines() if "opptrapp" in line]) == (0, [])


def test_every_setting_of_the_environment_file_is_one_and_is_what_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    given = re.findall(r"^(OPPTRAPP_(\w+))=(.*)$", (DEPLOY / "opptrapp.env").read_text(), re.MULTILINE)
    assert given
    for variable, _, value in given:
        monkeypatch.setenv(variable, value)
    assert {name.lower() for _, name, _ in given} <= Settings().model_fields_set


def words(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


class TestContainers:
    containerfile = words("Containerfile")
    services: Mapping[str, Mapping[str, Any]] = COMPOSE["services"]

    def test_ours_can_do_nothing_but_what_they_must(self) -> None:
        for name in OWN:
            service = self.services[name]
            assert is_command(service["command"]), name
            assert service["read_only"], name
            assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges"]), name
            assert not service["user"].startswith("0"), name

    def test_what_a_read_only_process_must_write_is_there_to_be_written(self) -> None:
        """HOME of ours, where libraries write, is a folder in memory; nginx has its buffers and its number there."""
        assert re.search(r"^\s*HOME=/tmp$", self.containerfile, re.MULTILINE)
        for name in OWN:
            assert self.services[name]["tmpfs"] == ["/tmp:mode=1777"], name
        assert {"/var/cache/nginx", "/run"} <= set(self.services["proxy"]["tmpfs"])

    def test_each_has_the_folders_that_its_user_works_in_and_no_more(self) -> None:
        data, copies = "data:/var/lib/opptrapp", "kopier:/var/backups/opptrapp"
        assert {name: self.services[name]["volumes"] for name in OWN} == {
            "sider": [data], "kjoringer": [data, copies], "helse": [data],
        }  # fmt: skip
        laid_out = re.findall(r"^d (\S+)", words("systemd/opptrapp.tmpfiles"), re.MULTILINE)
        for place in (data, copies):
            assert place in self.services["mapper"]["volumes"]
            assert place.partition(":")[2] in laid_out
        volumes = [v.partition(":")[0] for s in self.services.values() for v in s.get("volumes", ())]
        assert {one for one in volumes if not one.startswith("./")} == set(COMPOSE["volumes"])

    def test_the_pages_and_the_runs_are_two_users_as_the_image_makes_them(self) -> None:
        made = dict(re.findall(r"--uid (\d+) .*?(opptrapp-\w+)(?: .)?$", self.containerfile, re.MULTILINE))
        users = {name: self.services[name]["user"].partition(":")[0] for name in OWN}
        assert {name: made[number] for name, number in users.items()} == {
            "sider": "opptrapp-side", "kjoringer": "opptrapp-kjoring", "helse": "opptrapp-kjoring",
        }  # fmt: skip

    def test_only_the_proxy_and_health_are_reached_and_health_from_the_machine_alone(self) -> None:
        published = {name: service["ports"] for name, service in self.services.items() if "ports" in service}
        assert published == {"nett": ["443:443", "80:80", "127.0.0.1:9464:9465"]}
        inside = {name for name, service in self.services.items() if service.get("network_mode") == "service:nett"}
        assert inside == {"proxy", "database", *OWN}
        heard = sorted(
            re.findall(r"^\s*listen (\d+)", words("nginx/opptrapp.conf") + words("nginx/helse.conf"), re.MULTILINE)
        )
        assert heard == ["443", "80", "9465"]
        assert re.findall(r"proxy_pass (\S+);", words("nginx/helse.conf")) == ["http://127.0.0.1:9464"]
        database = self.services["database"]
        assert "listen_addresses=127.0.0.1" in database["command"]
        assert database["environment"]["POSTGRES_INITDB_ARGS"] == "--auth-host=scram-sha-256"

    def test_health_is_asked_where_each_of_them_answers(self) -> None:
        """And of the database over the network: on its socket it answers while it is still being made."""
        assert {name: self.services[name]["healthcheck"]["test"][2:] for name in OWN} == {
            "sider": ["scripts/answers.py", port_of(self.services["sider"]), "/_stcore/health"],
            "kjoringer": ["scripts/answers.py", port_of(self.services["kjoringer"]), "/server_info"],
            "helse": ["scripts/answers.py", port_of(self.services["helse"]), "/readyz"],
        }
        assert self.services["database"]["healthcheck"]["test"][1:4] == ["pg_isready", "-h", "127.0.0.1"]

    def test_the_settings_and_the_databases_are_the_same_as_on_one_machine(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for variable, value in re.findall(r"^(OPPTRAPP_\w+)=(.*)$", words("opptrapp.env"), re.MULTILINE):
            monkeypatch.setenv(variable, value)
        settings, database = Settings(), self.services["database"]
        register, runs = make_url(settings.register_url), make_url(settings.dagster_database_url or "")
        assert (register.host, register.username, register.database) == (
            "127.0.0.1", database["environment"]["POSTGRES_USER"], database["environment"]["POSTGRES_DB"],
        )  # fmt: skip
        assert (runs.host, runs.username) == (register.host, register.username)
        assert f"CREATE DATABASE {runs.database};" in words("postgres/dagster.sql")
        assert {settings.home.as_posix()} == set(re.findall(r"OPPTRAPP_HOME=(\S+)", self.containerfile))
        assert settings.dagster_url == f"http://127.0.0.1:{port_of(self.services['kjoringer'])}"

    def test_logs_end_somewhere_and_a_run_gets_time_to_stop(self) -> None:
        for name, service in self.services.items():
            assert name == "mapper" or {"max-size", "max-file"} <= service["logging"]["options"].keys(), name
        # Dagster's two servers are asked to stop one after the other, twice each before they are killed.
        assert int(self.services["kjoringer"]["stop_grace_period"].removesuffix("s")) >= 4 * PATIENCE

    def test_what_is_mounted_and_copied_is_there_and_secrets_are_not_in_git(self) -> None:
        mounted = [v.partition(":")[0] for s in self.services.values() for v in s.get("volumes", ())]
        files = [DEPLOY / path for path in mounted if path.startswith("./") and "hemmelig" not in path]
        assert [path for path in files if not path.exists()] == []
        copied = re.findall(r"^COPY (?!--from)(.+) \S+$", self.containerfile, re.MULTILINE)
        sources = [one for line in copied for one in line.split()]
        assert [one for one in sources if not (REPOSITORY / one).exists()] == []
        sent = re.findall(r"^!(\S+)", words("Containerfile.dockerignore"), re.MULTILINE)
        assert set(sources) == set(sent)
        assert "deploy/hemmelig/" in (REPOSITORY / ".gitignore").read_text().splitlines()

    def test_the_image_is_made_in_two_stages_and_does_not_run_as_root(self) -> None:
        stages = re.split(r"^FROM ", self.containerfile, flags=re.MULTILINE)[1:]
        assert len(stages) == 2
        assert re.findall(r"^USER (\S+)", stages[-1], re.MULTILINE) == ["opptrapp-side"]


def port_of(service: Mapping[str, Any]) -> str:
    """The port that a process is told to listen at: the last of its words."""
    return str(service["command"][-1])

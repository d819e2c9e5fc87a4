"""The deployment's files say what the code understands, and keep the pages away from what only the runs may read."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from pipelines.cli import app
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


class TestContainers:
    def test_ours_can_do_nothing_but_what_they_must(self) -> None:
        for name in OWN:
            service = COMPOSE["services"][name]
            assert is_command(service["command"]), name
            assert service["read_only"], name
            assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"]), name
            assert not service["user"].startswith("0"), name

    def test_the_pages_and_the_runs_are_two_users_as_the_image_makes_them(self) -> None:
        made = dict(re.findall(r"--uid (\d+) .*?(opptrapp-\w+)(?: .)?$", self.containerfile, re.MULTILINE))
        users = {name: COMPOSE["services"][name]["user"].partition(":")[0] for name in OWN}
        assert {name: made[number] for name, number in users.items()} == {
            "sider": "opptrapp-side", "kjoringer": "opptrapp-kjoring", "helse": "opptrapp-kjoring",
        }  # fmt: skip

    def test_only_the_proxy_is_reached_from_outside(self) -> None:
        services: dict[str, dict[str, Any]] = COMPOSE["services"]
        assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
        assert {services[name]["network_mode"] for name in OWN} == {"service:proxy"}

    def test_what_is_mounted_and_copied_is_there_and_secrets_are_not_in_git(self) -> None:
        mounted = [v.partition(":")[0] for s in COMPOSE["services"].values() for v in s.get("volumes", ())]
        files = [DEPLOY / path for path in mounted if path.startswith("./") and "hemmelig" not in path]
        assert [path for path in files if not path.exists()] == []
        copied = re.findall(r"^COPY (?!--from)(.+) \S+$", self.containerfile, re.MULTILINE)
        assert [one for line in copied for one in line.split() if not (REPOSITORY / one).exists()] == []
        assert "deploy/hemmelig/" in (REPOSITORY / ".gitignore").read_text().splitlines()

    def test_the_image_is_made_in_two_stages_and_does_not_run_as_root(self) -> None:
        stages = re.split(r"^FROM ", self.containerfile, flags=re.MULTILINE)[1:]
        assert len(stages) == 2
        assert re.findall(r"^USER (\S+)", stages[-1], re.MULTILINE) == ["opptrapp-side"]

    containerfile = (DEPLOY / "Containerfile").read_text(encoding="utf-8")

"""What holds for the project as a whole: its layout, its promises in the README, and what it must never do."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from importlib.util import cache_from_source, find_spec
from pathlib import Path
from typing import Any

import pytest

from pipelines.settings import REPOSITORY, TELEMETRY_OFF
from pipelines.texts import keys
from tests.support.tracked import tracked

MODULES = sorted(p for folder in ("pipelines", "dashboards", "scripts") for p in (REPOSITORY / folder).rglob("*.py"))
PAGES = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
HEAVY = ("great_expectations", "pandas", "scipy", "streamlit", "dagster", "alembic")


def short(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(module: ast.Module) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(module))


@cache
def literals(module: ast.Module) -> tuple[str, ...]:
    """Every string in the module except docstrings."""
    prose = {id(n.value) for n in nodes(module) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    strings = (n for n in nodes(module) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return tuple(str(string.value) for string in strings if id(string) not in prose)


def run(*command: str, cwd: Path, env: Mapping[str, str]) -> str:
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=True).stdout


class TestLayout:
    @pytest.mark.parametrize("path", MODULES, ids=short)
    def test_a_module_is_small_and_says_what_belongs_in_it(self, path: Path):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
        assert ast.get_docstring(tree(path)), "a module begins with what belongs in it"

    def test_no_survey_is_named_in_code(self):
        ids = [folder.name for folder in (REPOSITORY / "data_contracts" / "surveys").iterdir() if folder.is_dir()]
        named = re.compile(rf"\b({'|'.join(ids)})\b")
        assert len(ids) >= 3
        assert {short(p): t for p in MODULES for t in literals(tree(p)) if named.search(t)} == {}

    def test_the_dashboards_contract_names_every_package_they_may_not_see(self):
        contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        forbidden = {m for c in contracts if c.get("source_modules") == ["dashboards"] for m in c["forbidden_modules"]}
        allowed = {
            "admission",
            "drawing",
            "evaluations",
            "exports",
            "handin",
            "maps",
            "published",
            "register",
            "told",
            "reports",
            "access",
            "contracts",
            "texts",
            "settings",
            "errors",
            "logs",
        }
        present = {p.stem for p in (REPOSITORY / "pipelines").iterdir() if p.suffix == ".py" or list(p.glob("*.py"))}
        assert {f"pipelines.{name}" for name in present - allowed - {"__init__"}} <= forbidden


class TestPortability:
    # Written in pieces, so that this file does not hold what it looks for.
    HOSTS = re.compile("pypi" + r"\.org|pythonhosted|index-url\s*=|find-links\s*=", re.IGNORECASE)
    PATHS = re.compile(r"(?<![\w.~$}>/-])/(?:root|home|work|Users|mnt|opt)/\w" + "|file:" + "///")

    def test_no_tracked_file_names_a_package_index_or_a_path_of_one_machine(self):
        found = {}
        for path in tracked():
            if path == Path(__file__):
                continue
            content = path.read_bytes().decode("utf-8", errors="ignore")
            hits = self.HOSTS.findall(content) + self.PATHS.findall(content)
            if hits:
                found[path.relative_to(REPOSITORY).as_posix()] = hits
        assert found == {}

    @pytest.mark.parametrize("library", HEAVY)
    def test_what_is_installed_is_compiled(self, library: str):
        """Where nobody may write, a service would compile it anew at every start; `make setup` mends an old one."""
        spec = find_spec(library)
        assert spec is not None
        assert spec.origin is not None
        assert Path(cache_from_source(spec.origin)).exists()

    def test_the_lock_holds_every_dependency_with_hashes(self):
        project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
        entries = re.split(r"\n(?=\S)", (REPOSITORY / "requirements.lock").read_text())
        locked = {e.partition("==")[0]: e for e in entries if "==" in e.partition("\n")[0]}
        wanted = {*project["dependencies"], *project["optional-dependencies"]["dev"]}
        assert {re.split(r"[<>=!~\[;]", w)[0].strip() for w in wanted} <= locked.keys()
        assert [name for name, entry in locked.items() if "--hash=sha256:" not in entry] == []


class TestTelemetry:
    CLIENTS = ("posthog", "segment-analytics-python", "analytics-python", "mixpanel", "sentry-sdk")

    def test_the_environment_of_every_process_says_off(self):
        assert {name: os.environ.get(name) for name in TELEMETRY_OFF} == TELEMETRY_OFF

    def test_no_telemetry_client_is_locked(self):
        lock = (REPOSITORY / "requirements.lock").read_text()
        assert [c for c in self.CLIENTS if re.search(rf"^{c}==", lock, re.MULTILINE)] == []

    def test_streamlit_started_by_us_says_off(self, tmp_path: Path):
        shown = run(sys.executable, "-m", "streamlit", "config", "show", cwd=tmp_path, env=os.environ)
        assert re.search("^gatherUsageStats = false", shown, re.MULTILINE)

    def test_streamlit_started_by_hand_from_any_folder_says_off(self, tmp_path: Path):
        environment = {k: v for k, v in os.environ.items() if k not in TELEMETRY_OFF} | {"HOME": str(tmp_path)}
        program = (
            "import sys, streamlit.config as c; c._main_script_path = sys.argv[1]; print(c.get_option(sys.argv[2]))"
        )
        asked = [program, str(REPOSITORY / "dashboards" / "app.py"), "browser.gatherUsageStats"]
        assert run(sys.executable, "-c", *asked, cwd=tmp_path, env=environment).strip() == "False"

    def test_dagster_itself_says_off_in_a_home_of_ours(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        from dagster_shared.telemetry import get_telemetry_enabled_from_dagster_yaml

        from pipelines.orchestration.instance import prepare_home

        monkeypatch.setenv("DAGSTER_HOME", "set again below, and put back after the test")
        prepare_home(tmp_path)
        assert get_telemetry_enabled_from_dagster_yaml() is False

    def test_dagster_uploads_nothing_even_from_another_home(self):
        from dagster._core.telemetry_upload import is_running_in_test

        assert is_running_in_test(), "Dagster's name for «never upload»"


class TestCommand:
    def test_help_comes_without_the_heavy_libraries(self):
        program = (
            "import json, sys\n"
            "from pipelines.cli import main\n"
            "sys.argv = ['opptrapp', '--help']\n"
            "try:\n    main()\nexcept SystemExit:\n    pass\n"
            "sys.stderr.write(json.dumps(sorted(sys.modules)))"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert "deliver" in ran.stdout
        assert set(HEAVY).isdisjoint(json.loads(ran.stderr.splitlines()[-1]))


class TestTexts:
    """Every text a user reads is looked up, and every text that stands there is read."""

    KEY = re.compile(r"^[a-z_]+\.[a-z0-9_.]+$")

    def test_every_key_in_code_has_a_text(self):
        asked = {
            (short(path), node.args[0].value)
            for path in MODULES
            for node in nodes(tree(path))
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "text"
            if node.args and isinstance(node.args[0], ast.Constant) and self.KEY.match(str(node.args[0].value))
        }
        assert {(where, key) for where, key in asked if key not in keys("nb")} == set()

    def test_every_key_is_used(self):
        fixed = {literal for path in MODULES for literal in literals(tree(path)) if self.KEY.match(literal)}
        made = [pattern for path in MODULES for node in nodes(tree(path)) if (pattern := self._pattern(node))]
        fixed |= {f"{domain}.{word}" for path in MODULES for domain, word in self._columns(tree(path))}
        assert sorted(k for k in keys("nb") - fixed if not any(p.fullmatch(k) for p in made)) == []

    @staticmethod
    def _columns(module: ast.Module) -> Iterator[tuple[str, str]]:
        """Domain and column of tables in commands, whose headings are told apart from their domain."""
        told = [k.value.value for node in nodes(module) if isinstance(node, ast.Call)
                for k in node.keywords if k.arg == "domain" and isinstance(k.value, ast.Constant)]  # fmt: skip
        yield from ((str(domain), word) for domain in told for word in literals(module))

    @staticmethod
    def _pattern(node: ast.AST) -> re.Pattern[str] | None:
        """`f"cells.{status}"` as a pattern; None for anything that does not begin with a domain."""
        if not isinstance(node, ast.JoinedStr) or not isinstance(node.values[0], ast.Constant):
            return None
        if not re.match(r"^[a-z_]+\.", str(node.values[0].value)):
            return None
        return re.compile("".join(re.escape(v.value) if isinstance(v, ast.Constant) else ".+" for v in node.values))


class TestPages:
    """What the pages tell a reader to type exists."""

    def test_every_make_target_that_a_page_names(self):
        targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text(), re.MULTILINE))
        named = {t for page in PAGES for code in _code(page) for t in re.findall(r"\bmake ([a-z][a-z-]*)", code)}
        assert {"setup", "demo", "test"} <= named <= targets

    def test_every_command_and_option_that_a_page_names(self):
        import typer

        from pipelines.cli import app

        root = typer.main.get_command(app)
        named = {typed for page in PAGES for code in _code(page) for typed in _commands(code)}
        assert len(named) > 5
        assert {" ".join(typed) for typed in named if not _exists(root, typed)} == set()

    def test_every_picture_is_taken_by_a_test_and_shown_on_a_page(self):
        """Pictures that nobody takes anew grow old, and those that nobody shows are in the way."""
        images = REPOSITORY / "docs" / "images"
        tests = [path for kind in ("ui", "integration") for path in (REPOSITORY / "tests" / kind).glob("*.py")]
        taken = "".join(path.read_text(encoding="utf-8") for path in tests)
        names = [re.sub(r"\{[^}]*\}", "*", name) for name in re.findall(r'pictured?\(\s*page, f?"([^"]+)"', taken)]
        told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
        held = sorted(path.stem for path in images.iterdir())
        assert [one for one in held if not any(fnmatch(one, name) for name in names)] == []
        assert [one for one in held if f"images/{one}.png" not in told] == []
        assert [name for name in names if not any(fnmatch(one, name) for one in held)] == []

    @pytest.mark.parametrize("page", PAGES, ids=short)
    def test_links_and_pictures_lead_somewhere(self, page: Path):
        links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def _code(page: Path) -> list[str]:
    """The code blocks and code spans of a page."""
    content = page.read_text(encoding="utf-8")
    fence = r"^```.*?\n(.*?)^```"
    blocks = re.findall(fence, content, re.MULTILINE | re.DOTALL)
    return [*blocks, *re.findall(r"`([^`\n]+)`", re.sub(fence, "", content, flags=re.MULTILINE | re.DOTALL))]


def _commands(code: str) -> list[tuple[str, ...]]:
    """What stands after `opptrapp` on each line, up to a comment."""
    found = re.findall(r"^(?:\S*/)?opptrapp +([^#\n]+)", code, re.MULTILINE)
    return [tuple(typed.split()) for typed in found]


def _exists(command: Any, typed: tuple[str, ...]) -> bool:
    """Whether the words lead to a command and every `--option` is one of its own."""
    for word in typed:
        commands = getattr(command, "commands", {})
        if word == "--help":
            continue
        if word.startswith("--"):
            if word not in {
                option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
            }:
                return False
        elif commands:
            if word not in commands:
                return False
            command = commands[word]
    return True

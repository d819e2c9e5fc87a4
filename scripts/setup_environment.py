"""Make `.venv` from the committed lock, with nothing on the machine but Python. Called by `make setup`.

Standard library only, because it runs before anything is installed. A pinned uv is put in `.tools/` (by pip, so that
the machine's own package index is the one that is asked) and makes `.venv`; afterwards nothing needs uv.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

UV = "0.13.9"
OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
TOOLS, VENV = ROOT / ".tools", ROOT / ".venv"


def main(*, runtime: bool = False, spark: bool = False) -> int:
    """Make or refresh `.tools` and `.venv`; safe to run again after an interruption.

    Args:
        runtime: leave out what only developers need; for an image, which is made once.
        spark: only add pyspark, as `requirements-spark.lock` says, to the `.venv` that is there.
    """
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        return _fail(f"Opptrapp needs Python {OLDEST[0]}.{OLDEST[1]} or newer; {sys.executable} is {found}.",
                     "Install a newer Python and run: make setup PYTHON=python3.12")  # fmt: skip
    try:
        uv = _uv()
        if uv is None:
            return _fail("This Python has neither pip nor ensurepip.", "On Debian: apt-get install python3-venv")
        # Compiled here, as pip does it: those that run it later may often not write, and would compile at every start.
        kept = {"UV_PYTHON_DOWNLOADS": "never", "UV_COMPILE_BYTECODE": "1", "VIRTUAL_ENV": str(VENV)}
        environment = os.environ | index() | kept
        if spark:
            _run(uv, "pip", "install", "--require-hashes", "--index-strategy", "unsafe-best-match",
                 "--requirements", ROOT / "requirements-spark.lock", env=environment)  # fmt: skip
            return 0
        if not _works(VENV / "bin" / "python"):
            _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, env=environment)
        locked = ("--require-hashes", "--index-strategy", "unsafe-best-match")
        if runtime:
            _run(uv, "pip", "install", "--quiet", "hatchling", "editables", "--constraints", ROOT / "requirements.lock",
                 *locked[1:], env=environment)  # fmt: skip
            _run(uv, "pip", "install", "--requirements", ROOT / "pyproject.toml", "--extra", "postgresql",
                 "--constraints", ROOT / "requirements.lock", *locked[1:], env=environment)  # fmt: skip
        else:
            _run(uv, "pip", "sync", *locked, ROOT / "requirements.lock", env=environment)
        _run(uv, "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT,
             env=environment)  # fmt: skip
    except subprocess.CalledProcessError as error:
        return _fail(f"This step failed: {' '.join(map(str, error.cmd))}", "What it says stands above.")
    return 0


def _uv() -> Path | None:
    """The pinned uv in `.tools`, installed if it is not there; None where this Python cannot install anything."""
    uv = TOOLS / "bin" / "uv"
    if _works(uv, UV):
        return uv
    wanted = ("install", "--quiet", "--disable-pip-version-check", "--no-deps", f"uv=={UV}")
    if importlib.util.find_spec("ensurepip"):
        _run(sys.executable, "-m", "venv", "--clear", TOOLS)
        _run(TOOLS / "bin" / "python", "-m", "pip", *wanted)
    elif importlib.util.find_spec("pip"):
        _run(sys.executable, "-m", "pip", *wanted, "--upgrade", "--target", TOOLS)
    else:
        return None
    return uv


def index() -> dict[str, str]:
    """What pip is told about indexes on this machine, in uv's words; uv reads no pip configuration itself."""
    names = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "cert": "SSL_CERT_FILE"}
    python = TOOLS / "bin" / "python"
    pip = [python if python.exists() else sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(pip, capture_output=True, text=True, check=False).stdout
    found: dict[str, str] = {}
    for line in listed.splitlines():  # the environment's values come first and win, as they do for pip
        key, _, value = line.partition("=")
        name = names.get(key.rpartition(".")[2])
        if name and name not in os.environ and name not in found:
            found[name] = " ".join(value.strip("'\"").split())
    return found


def _works(program: Path, version: str = "") -> bool:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:  # absent, or made for a Python that is gone
        return False
    return answer.returncode == 0 and version in answer.stdout


def _run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def _fail(what: str, then: str) -> int:
    sys.stderr.write(f"{what}\n{then}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(runtime="--runtime" in sys.argv[1:], spark="--spark" in sys.argv[1:]))

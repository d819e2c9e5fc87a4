"""What the project is made of, and whether anything of it is known to be unsafe: `make sbom` and `make audit`.

The tools are run by uv beside the project and not installed into it, so that they add nothing to what they look at.
Standard library only, as in `setup_environment`, which this runs beside.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from setup_environment import ROOT, TOOLS, index

SBOM_TOOL, AUDIT_TOOL = "cyclonedx-bom==7.5.0", "pip-audit==2.10.1"
LOCK, SPARK = ROOT / "requirements.lock", ROOT / "requirements-spark.lock"
SBOM = ROOT / "dist" / "sbom.json"
UNSAFE, NOT_DONE = 1, 2


def sbom() -> int:
    """Write every locked package with version and hashes to `dist/sbom.json`, in CycloneDX's form."""
    SBOM.parent.mkdir(exist_ok=True)
    ran = _tool(SBOM_TOOL, "cyclonedx-py", "requirements", LOCK, "--pyproject", ROOT / "pyproject.toml",
                "--output-reproducible", "--output-file", SBOM)  # fmt: skip
    if ran.returncode:
        return _say(ran.stderr, NOT_DONE)
    listed = len(json.loads(SBOM.read_text(encoding="utf-8"))["components"])
    return _say(f"{SBOM.relative_to(ROOT)}: {listed} packages.", 0)


def audit() -> int:
    """Hold every locked package against the public lists of known vulnerabilities; 1 where there is any."""
    ran = _tool(AUDIT_TOOL, "pip-audit", "--requirement", LOCK, "--requirement", SPARK, "--require-hashes",
                "--disable-pip", "--format", "json")  # fmt: skip
    words, code = verdict(ran.stdout)
    return _say(words, code)


def verdict(said: str) -> tuple[str, int]:
    """What the audit's answer in JSON comes to, in words and as an exit code.

    A package that the list does not know is not audited, and a list that cannot be reached knows none: silence is never
    taken for safety.
    """
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        packages = []
    done = [package for package in packages if "skip_reason" not in package]
    found = [(package, one) for package in done for one in package["vulns"]]
    lines = [f"{package['name']} {package['version']}: {one['id']}; fixed in {', '.join(one['fix_versions']) or 'none'}"
             for package, one in found]  # fmt: skip
    if not packages or len(done) < len(packages):
        lines.append(f"Only {len(done)} of {len(packages)} packages could be audited: the list was not reached. "
                     "Run `make audit` on a machine with access to the internet.")  # fmt: skip
        return "\n".join(lines), UNSAFE if found else NOT_DONE
    return "\n".join([*lines, f"{len(packages)} packages, {len(found)} known vulnerabilities."]), UNSAFE if found else 0


def _tool(package: str, *command: object) -> subprocess.CompletedProcess[str]:
    uv = [str(TOOLS / "bin" / "uv"), "tool", "run", "--quiet", "--from", package]
    environment = os.environ | index() | {"UV_PYTHON_DOWNLOADS": "never"}
    return subprocess.run([*uv, *map(str, command)], env=environment, capture_output=True, text=True, check=False)


def _say(words: str, code: int) -> int:
    sys.stderr.write(f"{words.strip()}\n")
    return code


if __name__ == "__main__":
    sys.exit({"sbom": sbom, "audit": audit}[sys.argv[1]]())

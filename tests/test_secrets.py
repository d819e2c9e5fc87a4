"""No tracked file holds what looks like a secret, nor an identity number that could be somebody's."""

from __future__ import annotations

import re

import pytest

from pipelines.settings import REPOSITORY
from tests.support.tracked import tracked

# Written in pieces, so that this file does not hold what it looks for.
SECRETS = {
    "a private key": re.compile("-----BEGIN [A-Z ]*" + "PRIVATE KEY-----"),
    "a cloud key": re.compile(r"\b(?:AKIA|ASIA)" + r"[0-9A-Z]{16}\b"),
    "a forge's token": re.compile(r"\b(?:ghp|gho|ghs|github_pat|glpat)" + r"[_-][A-Za-z0-9_]{20,}"),
    "a chat's token": re.compile(r"\bxox[abprs]" + r"-[A-Za-z0-9-]{10,}"),
    "a signed token": re.compile(r"\bey" + r"J[A-Za-z0-9_-]{10,}\.ey" + r"J[A-Za-z0-9_-]{10,}\."),
    "a password in an address": re.compile(r"\b[a-z][a-z0-9+.-]*:" + r"//[^\s/:@{}<>\"']+:([^\s/@{}<>\"']{3,})@"),
}
EXAMPLES = {"BYTT", "password", "passord", "hemmelig", "hemmelegheit", "secret", "pw", "ord", "x"}
"""Words that stand where a password would, in examples and tests."""


def secrets(content: str) -> list[str]:
    return [
        name
        for name, pattern in SECRETS.items()
        for found in pattern.finditer(content)
        if not (found.groups() and found[1] in EXAMPLES)
    ]


def test_no_tracked_file_holds_a_secret() -> None:
    found = {path.relative_to(REPOSITORY).as_posix(): secrets(path.read_bytes().decode(errors="ignore"))
             for path in tracked()}  # fmt: skip
    assert {name: kinds for name, kinds in found.items() if kinds} == {}


@pytest.mark.parametrize(
    "planted",
    ["-----BEGIN EC " + "PRIVATE KEY-----", "AKIA" + "ABCDEFGHIJKLMNOP", "ghp_" + "a" * 36, "xoxb" + "-1234567890-ab",
     "ey" + "J" + "hbGciOiJIUzI1" + ".ey" + "J" + "zdWIiOiIxMjM0" + ".x", "postgresql:" + "//kari:Sommer2026@db/x"],
)  # fmt: skip
def test_each_kind_would_be_found(planted: str) -> None:
    assert len(secrets(f"before {planted} after")) == 1

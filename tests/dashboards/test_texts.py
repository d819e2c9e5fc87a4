"""Every text the pages ask for exists, and every text there is is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.texts import keys

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    "dashboard": [p.read_text(encoding="utf-8") for p in (ROOT / "dashboards").rglob("*.py")],
    "opplasting": [p.read_text(encoding="utf-8") for p in (ROOT / "dashboards").rglob("*.py")],
    "vurdering": [p.read_text(encoding="utf-8") for p in (ROOT / "dashboards").rglob("*.py")],
    "planstatus": [
        p.read_text(encoding="utf-8")
        for folder in ("dashboards", "pipelines/published", "pipelines/cli")
        for p in (ROOT / folder).rglob("*.py")
    ],
    "published": [p.read_text(encoding="utf-8") for p in (ROOT / "pipelines" / "published").glob("*.py")],
}


def patterns(domain: str) -> set[str]:
    """Keys in the code; a field in one (`column_{key}`) stands for anything."""
    found = {key for source in SOURCES[domain] for key in re.findall(rf"""["']({domain}\.[^"'\s]+)["']""", source)}
    return {re.sub(r"\\{[^}]*\\}", "[a-z0-9_-]*", re.escape(key)) for key in found}


@pytest.mark.parametrize("domain", SOURCES)
def test_every_text_is_used(domain: str) -> None:
    known = {key for key in keys() if key.startswith(f"{domain}.")}
    assert known
    asked = patterns(domain)
    assert not sorted(key for key in known if not any(re.fullmatch(p, key) for p in asked))


@pytest.mark.parametrize("domain", SOURCES)
def test_every_key_in_the_code_has_a_text(domain: str) -> None:
    known = keys()
    assert not sorted(p for p in patterns(domain) if not any(re.fullmatch(p, key) for key in known))

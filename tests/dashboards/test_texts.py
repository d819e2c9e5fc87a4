"""Every text the pages ask for exists, and every text there is is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipelines.texts import READ_IN, keys

ROOT = Path(__file__).resolve().parents[2]


def sources(*folders: str) -> list[str]:
    """All code below `folders`."""
    return [p.read_text(encoding="utf-8") for folder in folders for p in (ROOT / folder).rglob("*.py")]


PAGES = sources("dashboards", "pipelines/told")
SOURCES = {
    "dashboard": PAGES,
    "opplasting": PAGES,
    "sammenlign": PAGES,
    "uttak": PAGES,
    "dekning": PAGES,
    "profil": PAGES,
    "vurdering": PAGES,
    "planstatus": [*PAGES, *sources("pipelines/published", "pipelines/cli")],
    "published": sources("pipelines/published"),
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


REACHED = (
    "access",
    "admission",
    "evaluations",
    "exports",
    "geography",
    "intake",
    "published",
    "register",
    "told",
    "validation",
)
"""Whose sentences a page may come to show, errors too; of `release` it shows the checklist and what is refused."""
READ = "".join(sources("dashboards", *(f"pipelines/{package}" for package in REACHED)))
READ += "".join(
    (ROOT / "pipelines/release" / f"{name}.py").read_text(encoding="utf-8")
    for name in ("audited", "checklist", "guards", "revision", "workflow")
)


@pytest.mark.parametrize("language", READ_IN)
def test_every_text_of_the_pages_is_in_every_language(language: str) -> None:
    bokmaal = keys("nb")
    domains = {key.partition(".")[0] for key in bokmaal}
    asked = {f"{d}.{k}" for d, k in re.findall(r"""["']([a-z]+)\.([a-z0-9_{}.-]+)["']""", READ) if d in domains}
    wanted = [re.compile(re.sub(r"\\{[^}]*\\}", "[a-z0-9_-]*", re.escape(key))) for key in asked]
    needed = {key for key in bokmaal if any(one.fullmatch(key) for one in wanted)}
    assert len(needed) > 300
    assert sorted(needed - keys(language)) == []

"""Catalogues that exist in nynorsk say everything that the bokmål ones say, with the same fields."""

from __future__ import annotations

from string import Formatter

import pytest
from babel.messages.pofile import read_po

from pipelines.texts import FOLDER

# Of the commands only what a municipality uses is in nynorsk; `test_nynorsk` looks at that.
DOMAINS = sorted(path.stem for path in (FOLDER / "nn").glob("*.po") if path.stem != "cli")


def fields(language: str, domain: str) -> dict[str, list[set[str | None]]]:
    """Key -> the fields of each of its forms."""
    with (FOLDER / language / f"{domain}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    found = {}
    for message in catalog:
        if message.id:
            key, forms = (message.id[0], message.string) if message.pluralizable else (message.id, (message.string,))
            assert all(forms), f"{key} has no text"
            found[str(key)] = [{name for _, name, _, _ in Formatter().parse(form) if name} for form in forms]
    return found


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_hold_the_same(domain: str) -> None:
    assert fields("nn", domain) == fields("nb", domain)
    assert fields("nb", domain)

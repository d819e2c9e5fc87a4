"""Catalogues that exist in nynorsk say everything that the bokmål ones say, with the same fields; English ones too."""

from __future__ import annotations

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from pipelines.texts import FOLDER, READ_IN

# Of the commands only what a municipality uses is in nynorsk; `test_nynorsk` looks at that.
DOMAINS = sorted(path.stem for path in (FOLDER / "nn").glob("*.po") if path.stem != "cli")

ENGLISH = sorted(path.stem for path in (FOLDER / "en").glob("*.po"))
ONLY_ON_PAGES = {
    *("contracts", "evaluering", "frafall", "kart", "plan", "rapport", "rapporter"),
    *("register", "rettelse", "revisjon", "utgivelse"),
}
"""Of these the pages say only a part, which `tests/dashboards/test_texts.py` finds; the rest are commands' own."""
NAMES = {"Bokmål", "bokmål", "Ålesund", "Sør", "Øst"}


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


@pytest.mark.parametrize("domain", ENGLISH)
def test_english_says_the_same_with_the_same_fields(domain: str) -> None:
    english, norwegian = fields("en", domain), fields("nb", domain)
    assert english == {key: norwegian[key] for key in english}
    assert english
    if domain not in ONLY_ON_PAGES:
        assert english.keys() == norwegian.keys()


@pytest.mark.parametrize("domain", ENGLISH)
def test_english_has_no_norwegian_words_but_names(domain: str) -> None:
    with (FOLDER / "en" / f"{domain}.po").open("rb") as file:
        said = " ".join(str(message.string) for message in read_po(file, locale="en") if message.id)
    words = set(re.findall(r"\w*[æøåÆØÅ]\w*", said))
    assert words <= NAMES


@pytest.mark.parametrize("language", READ_IN)
def test_a_text_is_said_once(language: str) -> None:
    """Of several after one key, or of a key that is there twice, one would be shown and the rest forgotten."""
    for path in sorted((FOLDER / language).glob("*.po")):
        lines = path.read_text(encoding="utf-8").splitlines()
        keys = [line for line in lines if line.startswith("msgid ") and line != 'msgid ""']
        texts = [line for line in lines if re.match(r"msgstr(\[0\])? ", line)]
        assert len(keys) == len(set(keys)), path.name
        assert len(texts) == len(keys) + lines.count('msgid ""'), path.name

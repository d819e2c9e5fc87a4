"""The map's texts stand in both languages, with the same fields."""

from __future__ import annotations

from string import Formatter

from babel.messages.pofile import read_po

from pipelines.texts import FOLDER


def fields(language: str) -> dict[str, list[set[str | None]]]:
    """Key -> the fields of each of its forms."""
    with (FOLDER / language / "kart.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    found = {}
    for message in catalog:
        if message.id:
            key, forms = (message.id[0], message.string) if message.pluralizable else (message.id, (message.string,))
            found[str(key)] = [{name for _, name, _, _ in Formatter().parse(form) if name} for form in forms]
    return found


def test_bokmaal_and_nynorsk_hold_the_same() -> None:
    assert fields("nb") == fields("nn")
    assert len(fields("nb")) > 40

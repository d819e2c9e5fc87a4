"""A text is found by its key, filled in, and never silently empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import texts
from pipelines.texts import MissingText, keys, quoted, speaking, text
from pipelines.texts.borrowed import BEGIN, END

BOKMAAL = """\
msgid "prove.hilsen"
msgstr "Hei, {name}!"

msgid "prove.rader"
msgid_plural "prove.rader"
msgstr[0] "{n} rad"
msgstr[1] "{n} rader"

msgid "prove.klammer"
msgstr "Skriv {hake} her"

msgid "prove.bare_nb"
msgstr "Bare på bokmål"

msgid "prove.tom"
msgstr ""
"""
NYNORSK = """\
msgid "prove.hilsen"
msgstr "Hei på deg, {name}!"
"""


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for language, content in (("nb", BOKMAAL), ("nn", NYNORSK)):
        (tmp_path / language).mkdir()
        (tmp_path / language / "prove.po").write_text(content, encoding="utf-8")
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    texts._catalog.cache_clear()
    yield
    texts._catalog.cache_clear()


@pytest.mark.usefixtures("catalogues")
class TestText:
    def test_fields_are_filled(self):
        assert text("prove.hilsen", name="Kari") == "Hei, Kari!"

    def test_the_language_asked_for_is_used(self):
        assert text("prove.hilsen", "nn", name="Kari") == "Hei på deg, Kari!"

    @pytest.mark.parametrize(
        ("language", "expected"), [("nn", "Bare på bokmål"), ("en", f"{BEGIN}Bare på bokmål{END}")]
    )
    def test_a_text_that_a_language_lacks_comes_in_bokmaal(self, language: str, expected: str):
        assert text("prove.bare_nb", language) == expected

    def test_what_is_told_without_a_language_is_in_the_one_that_is_spoken(self):
        with speaking("nn"):
            assert text("prove.hilsen", name="Kari") == "Hei på deg, Kari!"
            assert text("prove.hilsen", "nb", name="Kari") == "Hei, Kari!"
        assert text("prove.hilsen", name="Kari") == "Hei, Kari!"

    def test_a_language_is_not_spoken_after_an_error(self):
        with pytest.raises(MissingText), speaking("nn"):
            text("prove.finnes_ikke")
        assert text("prove.hilsen", name="Kari") == "Hei, Kari!"

    @pytest.mark.parametrize(("language", "expected"), [("nn", "Sagt"), ("en", f"{BEGIN}Sagt{END}")])
    def test_what_was_written_down_is_marked_where_it_is_foreign(self, language: str, expected: str):
        with speaking(language):
            assert quoted("Sagt") == expected

    @pytest.mark.parametrize(("n", "expected"), [(0, "0 rader"), (1, "1 rad"), (2, "2 rader")])
    def test_plural(self, n: int, expected: str):
        assert text("prove.rader", n=n) == expected

    @pytest.mark.parametrize(
        "key",
        [
            pytest.param("prove.finnes_ikke", id="no such key"),
            pytest.param("ukjent.hilsen", id="no such catalogue"),
            pytest.param("prove.tom", id="key without a text"),
            pytest.param("hilsen", id="no domain"),
        ],
    )
    def test_a_missing_text_raises(self, key: str):
        with pytest.raises(MissingText, match=key):
            text(key)

    def test_a_value_that_is_not_given_raises(self):
        with pytest.raises(KeyError, match="name"):
            text("prove.hilsen", other="x")

    def test_braces_stand_when_there_is_nothing_to_fill(self):
        assert text("prove.klammer") == "Skriv {hake} her"

    def test_keys_lists_every_key_once(self):
        assert keys("nn") == {"prove.hilsen"}
        assert {"prove.rader", "prove.tom"} < keys("nb")

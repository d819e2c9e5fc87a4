"""An error says the same in each language, also when it is read long after it was told."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import pytest

from pipelines.errors import UserError
from pipelines.texts import MOST_SAID, READ_IN, remembering, speaking, text
from pipelines.texts.again import noted, noted_in_every_language, without_notes


def written(tell: Callable[[], str], spoken: str = "nb") -> str:
    """What is kept of an error that says what `tell` gives."""
    with pytest.raises(UserError) as met, speaking(spoken), noted_in_every_language(), noted_in_every_language():
        raise UserError(tell())
    return "".join(traceback.format_exception_only(met.value))


def full_disk() -> str:
    return text("kjoring.disken_full")


def engine_down() -> str:
    return text("kjoring.nede", adresse="http://127.0.0.1:3000")


def nested() -> str:
    return text("kjoring.flere_funn", funn=full_disk(), n=2, antall="2", kjoring="a1")


@pytest.mark.parametrize("spoken", READ_IN)
@pytest.mark.parametrize("language", READ_IN)
@pytest.mark.parametrize("tell", [full_disk, engine_down, nested])
def test_each_language_says_what_it_would_have_said_itself(tell: Callable[[], str], language: str, spoken: str) -> None:
    with speaking(language):
        expected = tell()
    kept = written(tell, spoken)
    assert (without_notes(kept).removeprefix("pipelines.errors.UserError: ") if language == spoken
            else noted(kept, language)) == expected  # fmt: skip


def test_what_is_no_text_is_left_as_it_is() -> None:
    kept = written(lambda: "Ukjent sted: 9999.")
    assert kept == "pipelines.errors.UserError: Ukjent sted: 9999.\n"
    assert noted(kept, "en") is None


def test_only_the_last_texts_are_remembered() -> None:
    with remembering() as said:
        for n in range(MOST_SAID + 5):
            text("kjoring.nede", adresse=str(n))
        assert len(said) == MOST_SAID
        assert text("kjoring.nede", adresse=str(MOST_SAID + 4)) in said
    text("kjoring.disken_full")
    assert len(said) == MOST_SAID, "nothing is remembered outside"

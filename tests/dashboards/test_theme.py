"""Colours: enough contrast, told apart without colour vision, and the same in Streamlit's own settings."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from dashboards.theme import DARK, LIGHT, LOCALE, SHEET, Palette, chart_config, css, palette

CONFIG = Path(__file__).resolve().parents[2] / "dashboards" / ".streamlit" / "config.toml"
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
@pytest.mark.parametrize("words", ["ink", "muted", "accent", "land", "published"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_words_and_marks_are_readable(colours: Palette, words: str, ground: str) -> None:
    assert contrast(getattr(colours, words), getattr(colours, ground)) >= 4.5


@BOTH
def test_notices_are_readable(colours: Palette) -> None:
    assert contrast(colours.notice_ink, colours.notice) >= 7


@BOTH
def test_series_differ_for_those_who_do_not_see_red_and_green(colours: Palette) -> None:
    """Viénot's simulation of deuteranopia, in the linear approximation on sRGB."""

    def seen(colour: str) -> tuple[float, ...]:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        mixed = 0.29275 * red + 0.70725 * green
        return mixed, mixed, -0.02234 * red + 0.02234 * green + blue

    for one, other in combinations((colours.accent, colours.land, colours.published), 2):
        assert sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5 > 30


@pytest.mark.parametrize(("section", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_has_the_same_colours(section: str, colours: Palette) -> None:
    said = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][section]
    assert said == {
        "primaryColor": colours.accent,
        "backgroundColor": colours.paper,
        "secondaryBackgroundColor": colours.wash,
        "textColor": colours.ink,
        "linkColor": colours.accent,
        "borderColor": colours.line,
    }


def test_streamlit_does_not_phone_home_nor_show_stack_traces() -> None:
    said = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert said["browser"]["gatherUsageStats"] is False
    assert said["client"]["showErrorDetails"] == "none"
    assert said["server"]["address"] == "127.0.0.1"


def test_the_palette_follows_the_readers_theme() -> None:
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette(None) is LIGHT


def test_every_variable_of_the_style_sheet_is_set() -> None:
    used = {part.split(")")[0] for part in SHEET.read_text(encoding="utf-8").split("var(")[1:]}
    made = css(LIGHT)
    assert used
    assert not [name for name in used if f"{name}:" not in made]


def test_numbers_in_charts_are_norwegian() -> None:
    assert chart_config(LIGHT)["locale"] is LOCALE
    assert LOCALE["number"]["decimal"] == ","
    assert LOCALE["number"]["thousands"] == "\N{NO-BREAK SPACE}"

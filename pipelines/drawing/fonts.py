"""The typefaces of what is drawn, as installed with the project: the same on every machine, whatever fonts it has."""

from __future__ import annotations

from functools import cache

import font_source_sans_pro as still
import fontpkg_source_sans_3 as sans
import fontpkg_source_serif_4 as serif

FONT = sans.FAMILY
TITLES = serif.FAMILY


STILL = "Source Sans Pro"
"""The same typeface with a file for each weight: what draws PNG knows no file that holds all of them."""


@cache
def folders() -> tuple[str, ...]:
    """The folders with the font files of documents."""
    return tuple(str(package.ROOT / "files") for package in (sans, serif))


def still_folder() -> str:
    """The folder with the files of `STILL`."""
    return str(still.font_directory)

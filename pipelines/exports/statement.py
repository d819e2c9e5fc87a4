"""What every exported file says of itself: release, synthetic or real, protection, signs and use."""

from __future__ import annotations

from pipelines.published import Release, said_of_rounded
from pipelines.texts import text


def protection(release: Release, language: str = "nb") -> str:
    """What protects the figures, and whether it has been tried."""
    return text("eksport.vern", language, revisjon=text(f"utgivelse.om_{release.manifest.revisjon}", language))


def kind_of_data(release: Release, language: str = "nb") -> str:
    """«syntetiske data» or «virkelige data»."""
    return text("eksport.syntetisk" if release.manifest.syntetisk else "eksport.virkelig", language)


def facts(release: Release, language: str = "nb") -> dict[str, str]:
    """The same as short values by key, for columns and metadata."""
    return {
        "utgivelse": release.id,
        "data": kind_of_data(release, language),
        "vern": protection(release, language),
    }


def statement(release: Release, language: str = "nb", *, both_borders: bool = True) -> list[tuple[str, str]]:
    """Terms and what they are, in the order they are read.

    Args:
        release: what is told of.
        language: of the words.
        both_borders: whether municipalities and counties stand on both borders, so that a reader must choose.
    """
    borders = "eksport.om_grenser" if both_borders else f"grenser.borders_{release.view}"
    said = {
        **facts(release, language),
        "innholdshash": release.manifest.innholdshash,
        "program": release.manifest.programversjon or "",
        "tegn": text("eksport.om_tegn", language),
        "grenser": text(borders, language),
        "intervall": text("eksport.om_intervall", language),
        "avrunding": said_of_rounded(release, "avrunding.om_fil", language),
        "bruk": text("eksport.om_bruk", language, release=release.id),
    }
    return [(text(f"eksport.om_{key}_tittel", language), words) for key, words in said.items() if words]

"""The municipality's own words on a page, told apart from ours."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.components import markup
from pipelines.texts import text
from pipelines.told.remarks import Remark


def remark_list(remarks: Sequence[Remark], language: str = "nb") -> str:
    """The words under a title that says whose they are; nothing where nobody has written any."""
    if not remarks:
        return ""
    title = markup.paragraph(text("merknad.tittel", language), "subtitle")
    return title + markup.paragraph(text("merknad.om", language), "small") + markup.story(remarks)

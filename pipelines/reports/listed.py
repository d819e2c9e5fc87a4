"""The list beside reports that names those which belong together. Nothing that makes a report is loaded here."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import UserError
from pipelines.texts import text

LIST = "rapporter.json"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a bundle, so that the same reports are the same bytes."""


@dataclass(frozen=True)
class Listed:
    """A finished report.

    Attributes:
        path: where it lies.
        sha256: of its content when it was made.
        report: the declaration's id.
        place: key of the region it is of.
        language: nb or nn.
        written_as: pdf, xlsx or docx.
        plan: id of the plan, for a report of one.
    """

    path: Path
    sha256: str
    report: str
    place: str
    language: str
    written_as: str
    plan: str | None = None

    def content(self) -> bytes:
        """Its bytes, as they were made.

        Raises:
            UserError: it is gone, or is not what it was.
        """
        try:
            found = self.path.read_bytes()
        except OSError:
            found = b""
        if hashlib.sha256(found).hexdigest() != self.sha256:
            raise UserError(text("rapporter.endret", file=self.path.name))
        return found


def as_written(release: str, listed: Sequence[Mapping[str, str]]) -> bytes:
    """The content of the list of what was made from `release`."""
    return (json.dumps({"utgivelse": release, "rapporter": listed}, ensure_ascii=False, indent=1) + "\n").encode()


def finished(reports: Path, release: str, evaluation: str) -> list[Listed]:
    """An evaluation's reports of `release`, in the order they were asked for; what no list names is no report.

    Args:
        reports: the folder of all reports, by release and evaluation.
        release: the release's id.
        evaluation: the evaluation's id.
    """
    folder = reports / release / evaluation
    if not (folder / LIST).is_file():
        return []
    listed = json.loads((folder / LIST).read_bytes())["rapporter"]
    return [
        Listed(
            folder / one["fil"],
            one["sha256"],
            report=one["rapport"],
            place=one["sted"],
            language=one["sprak"],
            written_as=one["format"],
            plan=one.get("plan"),
        )
        for one in listed
    ]


def placed(reports: Path, release: str) -> list[str]:
    """The reports of `release` below `reports`, each as «<evaluation>/<file>».

    Args:
        reports: the folder of all reports, by release and evaluation.
        release: the release's id.
    """
    made = (path.parent.name for path in sorted((reports / release).glob(f"*/{LIST}")))
    return [f"{one}/{report.path.name}" for one in made for report in finished(reports, release, one)]


def bundle(listed: Sequence[Listed]) -> bytes:
    """All of them in one zip file; the same reports give the same bytes.

    Raises:
        UserError: one of them is gone, or is not what it was.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # stored as they are: the formats are compressed already
        for one in listed:
            archive.writestr(zipfile.ZipInfo(one.path.name, _LONG_AGO), one.content())
    return out.getvalue()

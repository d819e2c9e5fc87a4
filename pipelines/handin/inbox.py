"""The inbox: a folder that files are put in by other systems. Which are whole, and what becomes of each.

A file counts as whole when it looks the same at two looks in a row, and its name is not one that programs give to files
they are still writing. What is accepted in full is taken out of the folder; what is not stays where its owner put it,
and the answer («svar/») says why. Outside the folder a file is known by a mark only: names may hold what must not be
kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipelines.atomic import PRIVATE, replace_file
from pipelines.handin.engine import HandIn
from pipelines.handin.report import FileReport, Status
from pipelines.handin.report_html import report_html
from pipelines.intake import Upload
from pipelines.register import PartState

ANSWERS = "svar"
UNFINISHED = (".part", ".filepart", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".swp", ".lock")
ANSWERED = ".besvart"
"""What says that a file has had its answer, and holds nothing of it."""
ACTOR = "innboks"
CHANNEL = "innboks"


def look(folder: Path, seen: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Look into the folder.

    Args:
        folder: the inbox; made if it is missing.
        seen: what the look before this one returned second.

    Returns:
        The marks of the files that are whole and not answered yet, in the order of their names; and what was seen, for
        the next look.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = {_mark(path.name): _looks(path) for path in _files(folder)}
    whole = [f"{name}-{looks}" for name, looks in now.items() if seen.get(name) == looks]
    answered = {path.name for path in (folder / ANSWERS).glob(f"*{ANSWERED}")}
    return [mark for mark in whole if f"{mark}{ANSWERED}" not in answered], now


def take_in(folder: Path, marks: Sequence[str], engine: HandIn) -> list[FileReport]:
    """Hand in the files with these marks, and leave an answer for each.

    Safe to repeat after an interruption: a file that was accepted before it could be removed is not handed in again.

    Args:
        folder: the inbox.
        marks: as `look` returned them; a file that is gone or has changed since is left for the next look.
        engine: hands in.
    """
    reports = []
    for path in _files(folder):
        if f"{_mark(path.name)}-{_looks(path)}" not in marks:
            continue
        upload = Upload.from_path(path)
        if _accepted_before(engine, upload):
            path.unlink()
            continue
        answers = engine.deliver([upload], actor=ACTOR, channel=CHANNEL)
        _answer(folder / ANSWERS, answers)
        if any(report.status.exit_code > Status.WARNINGS.exit_code for report in answers):
            # Left to its owner; the next look knows that it has its answer.
            (folder / ANSWERS / f"{_mark(path.name)}-{_looks(path)}{ANSWERED}").touch(PRIVATE)
        else:
            path.unlink()
        reports += answers
    return reports


def _accepted_before(engine: HandIn, upload: Upload) -> bool:
    """Whether this very content is already what counts: all its parts are current."""
    earlier = engine.register.received(hashlib.sha256(upload.content).hexdigest())
    if earlier is None or not earlier.parts or earlier.rows_refused:
        return False
    return all(part.state is PartState.CURRENT for part in earlier.parts)


def _answer(folder: Path, reports: Sequence[FileReport]) -> None:
    """A page for each file of the delivery, named by its number and the file's shown name."""
    folder.mkdir(exist_ok=True, mode=0o700)
    for report in reports:
        name = f"{report.delivery}-{Path(report.file.replace('/', '-')).stem[:60]}.html"
        replace_file(folder / name, report_html(report).encode(), PRIVATE)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        unfinished = path.name.startswith((".", "~")) or path.name.lower().endswith(UNFINISHED)
        if path.is_file() and not path.is_symlink() and not unfinished:
            yield path


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _looks(path: Path) -> str:
    status = path.stat()
    return _mark(f"{status.st_size}|{status.st_mtime_ns}|{status.st_ino}")

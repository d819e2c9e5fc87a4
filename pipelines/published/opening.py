"""Finds the published release and opens it, also while a new one is being published."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.published.errors import BrokenRelease
from pipelines.published.files import read_folder, read_later_file
from pipelines.published.plans import Plans, read_plans
from pipelines.published.release import Release
from pipelines.texts import text

CURRENT = "current"
PLANS = "plans.json"
WITHDRAWN = "withdrawn.json"
SEEN = "shown.json"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def current_id(releases: Path) -> str | None:
    """The id of the published release, from the small file `releases/current`; None when nothing is published.

    Raises:
        BrokenRelease: what the file holds cannot be a release's id, so nothing is opened.
    """
    try:
        named = (releases / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenRelease(text("published.current_unreadable")) from error
    if not named:  # being written this very moment, or emptied: there is no release to name
        return None
    return checked_id(named)


@dataclass(frozen=True)
class Withdrawal:
    """A release that was taken away after it had been shown, and has not been followed by a newer one."""

    utgivelse: str
    trukket: datetime
    grunn: str


def withdrawn(releases: Path) -> list[Withdrawal]:
    """The releases that readers may have seen as the newest and that were withdrawn, newest first.

    Raises:
        BrokenRelease: the file that names them cannot be read; nobody may then be shown what came before as if nothing
            had happened.
    """
    try:
        said = json.loads((releases / WITHDRAWN).read_text(encoding="utf-8"))
        return [Withdrawal(w["utgivelse"], datetime.fromisoformat(w["trukket"]), w["grunn"]) for w in said]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenRelease(text("published.withdrawn_unreadable")) from error


@dataclass(frozen=True)
class Seen:
    """A release that readers have seen as the published one; `trukket` and `grunn` where it was taken away later."""

    utgivelse: str
    publisert: datetime
    trukket: datetime | None = None
    grunn: str | None = None


def seen(releases: Path) -> list[Seen]:
    """Every release that has been published, newest first: the only ones an address may ask for.

    Drafts lie in the same folder. What the file does not name is therefore never opened for a reader.

    Raises:
        BrokenRelease: the file cannot be read.
    """
    try:
        said = json.loads((releases / SEEN).read_text(encoding="utf-8"))
        if not isinstance(said, list):
            raise TypeError(type(said).__name__)
        return [
            Seen(
                checked_id(one["utgivelse"]),
                datetime.fromisoformat(one["publisert"]),
                datetime.fromisoformat(one["trukket"]) if one.get("trukket") else None,
                one.get("grunn"),
            )
            for one in said
        ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenRelease(text("published.seen_unreadable")) from error


def open_release(releases: Path, release_id: str, *, packed: bool = False) -> Release:
    """The release `release_id`, checked against its manifest and read into memory.

    Args:
        releases: the folder of all releases.
        release_id: its name.
        packed: for whoever keeps it open: see `files.read_folder`.

    Raises:
        BrokenRelease: no such release, or its files are not those the manifest names.
    """
    folder = releases / checked_id(release_id)
    if not folder.resolve().is_relative_to(releases.resolve()):
        raise BrokenRelease(text("published.outside"))
    if not folder.is_dir():
        raise BrokenRelease(text("published.no_such_release", release=release_id))
    manifest, tables = read_folder(folder, packed=packed)
    written = read_later_file(folder, PLANS, manifest)
    return Release(
        manifest,
        tables["cube"],
        tables["indicators"],
        tables["regions"],
        tables["coverage"],
        tables["labels"],
        tables["notes"],
        tables["similar"],
        assessments=tables["vurdering"],
        corrections=tables["corrections"],
        breaks=tables["breaks"],
        findings=tables["findings"],
        plans=Plans() if written is None else read_plans(written, tables["planstatus"], release_id),
    )


def open_current(releases: Path) -> Release | None:
    """The published release, or None when nothing is published yet.

    Raises:
        BrokenRelease: the release named cannot be opened. Tried once more first, since another one may have been
            published between reading the name and opening the folder.
    """
    named = current_id(releases)
    if named is None:
        return None
    try:
        return open_release(releases, named)
    except BrokenRelease:
        again = current_id(releases)
        if again is None:
            return None
        return open_release(releases, again)


def checked_id(named: str) -> str:
    """`named`, when it can be a release's id.

    Raises:
        BrokenRelease: it cannot; it could lead out of the folder.
    """
    if not _ID.fullmatch(named):
        raise BrokenRelease(text("published.current_unreadable"))
    return named

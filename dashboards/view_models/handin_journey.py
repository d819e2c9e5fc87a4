"""One visitor's files on their way from choice to receipt: what has happened, and what may happen next.

The same object through every run of the page, and guarded: Streamlit starts a new run in a new thread while an old one
ends, and may repeat a click. Whatever is delivered is remembered here before anything else can interrupt, so that
nothing is delivered twice. The bytes live here only, and go when they are delivered or replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from threading import RLock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.handin import FileReport, Substitution, Upload

Check = Callable[["Sequence[Upload]", "Sequence[Substitution]"], "Sequence[FileReport]"]
Send = Callable[["Sequence[Upload]", "Sequence[Substitution]", tuple[str, ...]], "Sequence[FileReport]"]


class Stage(StrEnum):
    """How far the files have come."""

    EMPTY = "tom"
    CHOSEN = "valgt"
    DELIVERED = "levert"


class Journey:
    """The files of one visitor. `turn` counts the choices, and names the uploader that waits for the next."""

    def __init__(self) -> None:
        self.turn = 0
        self.uploads: tuple[Upload, ...] = ()
        self.accepted: tuple[Substitution, ...] = ()
        self.delivered: tuple[FileReport, ...] = ()
        self.left: tuple[str, ...] = ()
        self._lock = RLock()
        self._checked: tuple[object, tuple[FileReport, ...]] | None = None
        self._made: dict[object, object] = {}

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.uploads:
            return Stage.CHOSEN
        return Stage.DELIVERED if self.delivered else Stage.EMPTY

    def take(self, turn: int, files: Callable[[], Sequence[Upload]]) -> None:
        """Let newly chosen files take the place of what was there.

        Args:
            turn: of the uploader they were chosen in; from one that has been emptied already nothing is taken.
            files: reads them.
        """
        with self._lock:
            if turn == self.turn:
                chosen = tuple(files())
                self.start_over()
                self.uploads = chosen

    def start_over(self) -> None:
        """Drop everything; what has been delivered is the register's to remember."""
        with self._lock:
            self.turn += 1
            self.uploads, self.accepted, self.delivered, self.left = (), (), (), ()
            self._checked, self._made = None, {}

    def reports(self, language: str, check: Check) -> tuple[FileReport, ...]:
        """What the files come to; checked once for each language and set of accepted suggestions.

        Empty where there are no files any more: whoever asked has waited here for a delivery of the same files.
        """
        with self._lock:
            if not self.uploads:
                return ()
            asked = (language, self.accepted)
            if self._checked is None or self._checked[0] != asked:
                self._made = {}
                self._checked = asked, tuple(check(self.uploads, self.accepted))
            return self._checked[1]

    def accept(self, *suggestions: Substitution) -> None:
        """Let suggestions hold; the files are then checked again."""
        with self._lock:
            self.accepted = tuple(dict.fromkeys((*self.accepted, *suggestions)))

    def accept_none(self) -> None:
        """Take back every accepted suggestion."""
        with self._lock:
            self.accepted = ()

    def made(self, what: object, make: Callable[[], object]) -> object:
        """Something made of the files as they are checked now, made once."""
        with self._lock:
            if what not in self._made:
                self._made[what] = make()
            return self._made[what]

    def deliver(self, wanted: Sequence[int], send: Send) -> None:
        """Deliver the files with these indexes, those that warn of the same rules together; then drop them all.

        Called again for files that are on their way or have come, it does nothing. Where `send` fails, what was sent
        before that is delivered and gone, and the rest is as it was.

        Args:
            wanted: indexes into the reports.
            send: hands in some of the files, given the rules that they warn of.
        """
        with self._lock:
            if self.stage is not Stage.CHOSEN or self._checked is None or not wanted:
                return
            asked, reports = self._checked
            waiting = dict(enumerate(zip(self.uploads, reports, strict=True)))
            groups: dict[tuple[str, ...], list[int]] = {}
            for index in wanted:
                groups.setdefault(reports[index].to_acknowledge, []).append(index)
            for rules, indexes in groups.items():
                sent = send([waiting[index][0] for index in indexes], self.accepted, rules)
                self.delivered += tuple(sent)
                for index in indexes:
                    del waiting[index]
                self.uploads = tuple(upload for upload, _ in waiting.values())
                self._checked = asked, tuple(report for _, report in waiting.values())
            self.left = tuple(report.file for report in self._checked[1])
            self.uploads, self._checked, self._made = (), None, {}
            self.turn += 1

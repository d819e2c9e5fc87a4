"""Where `check` and `deliver` write the reports asked for: one file, or a folder of them, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.atomic import PRIVATE, replace_file
from pipelines.cli.output import console, errors, fail
from pipelines.errors import UserError
from pipelines.handin import FileReport
from pipelines.handin.report_excel import marked_workbook
from pipelines.handin.report_html import report_html
from pipelines.intake import Upload
from pipelines.texts import text


@dataclass(frozen=True)
class _Target:
    """One option: what it writes, and where."""

    option: str
    suffix: str
    content: Callable[[Upload, FileReport, str], bytes]
    path: Path


@dataclass(frozen=True)
class ReportFiles:
    """The reports to write. What is written holds rows and values of the file, so only the user herself may read it."""

    targets: tuple[_Target, ...]
    language: str
    force: bool

    @classmethod
    def planned(
        cls, files: int, html: Path | None, excel: Path | None, language: str = "nb", *, force: bool
    ) -> ReportFiles:
        """The reports asked for; stops with a sentence when one of them cannot be written where it should.

        Args:
            files: how many files there will be reports on; with more than one, each path is a folder.
            html: path of the findings as HTML, or None.
            excel: path of the marked workbook, or None.
            language: of the reports.
            force: whether a file that stands there may be overwritten.
        """
        targets = [_Target("--html", ".html", _html, html)] if html else []
        targets += [_Target("--excel", ".xlsx", marked_workbook, excel)] if excel else []
        plan = cls(tuple(targets), language, force)
        for target in plan.targets:
            plan._check(target, files)
        return plan

    def write(self, uploads: Sequence[Upload], reports: Sequence[FileReport], *, quiet: bool = False) -> None:
        """Write every report, and say where; one that cannot be made is told of and does not stop the others.

        Args:
            uploads: the files.
            reports: one for each file, in the same order.
            quiet: say it on the error stream, since what is printed is for a program.
        """
        for target in self.targets:
            taken: set[Path] = set()
            for upload, report in zip(uploads, reports, strict=True):
                path = self._place(target, report, taken, alone=len(reports) == 1)
                taken.add(path)
                try:
                    self._write(path, target.content(upload, report, self.language))
                except UserError as error:
                    errors.print(str(error), markup=False, soft_wrap=True)
                else:
                    said = errors if quiet else console
                    said.print(text("rapport.skrevet", self.language, file=str(path)), markup=False, soft_wrap=True)

    def _check(self, target: _Target, files: int) -> None:
        path = target.path
        if files > 1:
            if path.exists() and not path.is_dir():
                self._stop("ikke_mappe", path, option=target.option)
        elif not path.is_dir():
            if path.suffix.lower() != target.suffix:
                self._stop("endelse", path, option=target.option, suffix=target.suffix)
            if not path.parent.is_dir():
                self._stop("mappe_mangler", path)
            if path.exists() and not self.force:
                self._stop("finnes", path)

    def _stop(self, key: str, path: Path, **values: str) -> None:
        fail(text(f"rapport.{key}", self.language, file=path.name, **values))

    def _place(self, target: _Target, report: FileReport, taken: set[Path], *, alone: bool) -> Path:
        """The path of one report; in a folder it is named after the file, with a number when two have one name."""
        if alone and not target.path.is_dir():
            return target.path
        stem = f"{Path(report.file).stem or 'fil'}.funn"
        path = target.path / f"{stem}{target.suffix}"
        number = 2
        while path in taken:
            path = target.path / f"{stem}-{number}{target.suffix}"
            number += 1
        return path

    def _write(self, path: Path, content: bytes) -> None:
        if path.exists() and not self.force:
            raise UserError(text("rapport.finnes", self.language, file=path.name))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, content, PRIVATE)
        except OSError as error:
            raise UserError(text("rapport.ikke_skrevet", self.language, file=path.name)) from error


def _html(_: Upload, report: FileReport, language: str) -> bytes:
    return report_html(report, language).encode()

"""Reports on files without the checks, which cost seconds: the file is really read, the findings are given."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.contracts.model import Finding, Severity
from pipelines.handin.report import FileReport, status_of
from pipelines.intake import Upload, read_upload
from tests.support.files import contracts


def finding(
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    *,
    rule: str = "bolig-kode",
    severity: Severity = Severity.ERROR,
    message: str | None = None,
    part: int | None = None,
) -> Finding:
    """A finding whose message names the value, as those of the checks do."""
    said = message or (f"«{value}» er feil. Skriv noe annet." if value is not None else "Dette er feil. Rett det.")
    return Finding(rule, severity, said, 0, part, row, column, value)


def report_on(upload: Upload, findings: Sequence[Finding] = (), *, name: str | None = None) -> FileReport:
    """What reading found, and `findings`; every row refused when one of them refuses, else accepted."""
    reading = read_upload(upload, contracts())
    found = (*reading.findings, *findings)
    accepted = 0 if any(f.severity.refuses for f in found) else reading.rows_read
    return FileReport(
        file=name or reading.name,
        survey=reading.survey.id if reading.survey else None,
        form=reading.form.id if reading.form else None,
        year=reading.parts[0].year if reading.parts else None,
        status=status_of(found, readable=reading.readable),
        rows_read=reading.rows_read,
        rows_accepted=accepted,
        rows_set_aside=0,
        rows_refused=reading.rows_read - accepted,
        findings=found,
        not_run=(("radtall", "Det finnes ingen tidligere levering."),),
        delivery=None,
        sheet=reading.sheet,
        header_row=reading.header_row,
    )

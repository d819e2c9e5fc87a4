"""Municipal reports as PDF: how long all municipalities' take on two processes, held against setting them alone.

Run as `python -m tests.performance.reports RELEASE`, with the folder of a finished release; prints JSON. The floor is
typst's: the same documents, composed and with their charts drawn beforehand, set in this process. The job is all of it,
from the release's files to a folder of reports, as a run makes them. A sample is made, and the rest reckoned from its
pace once the processes are under way.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from pipelines.contracts.report_file import ReportFormat
from pipelines.published import VIEW_2024, open_release
from pipelines.reports.compose import composed
from pipelines.reports.declared import load_report
from pipelines.reports.making import subject
from pipelines.reports.pdf import pdf
from pipelines.reports.placing import Place, every_place, place_reports
from pipelines.settings import REPOSITORY

REPORT, KIND, LANGUAGE = "kommune", "kommune", "nb"
EVERYBODY = 357
SAMPLE, STARTED = 56, 8
PROCESSES = 2


def reports(release: Path, sample: int = SAMPLE) -> dict[str, float]:
    """Make the reports of `sample` municipalities, spread over the list of them.

    Returns:
        `floor` and `job`: seconds of one processor for each report; `every`: seconds until those of `EVERYBODY` are
        made by `PROCESSES` processes, their start included; `kilobytes` of a report.
    """
    source = Place(REPOSITORY / "data_contracts", release.parent, release.name)
    opened = open_release(release.parent, release.name).in_view(VIEW_2024)
    every = every_place(REPORT, KIND, opened, LANGUAGE, ReportFormat.PDF)
    wanted = every[:: max(1, len(every) // sample)][:sample]
    declared = load_report(source.contracts, REPORT)
    documents = [composed(subject(declared, opened, one.place, language=LANGUAGE)) for one in wanted[:STARTED]]
    pdf(documents[0])  # reads the fonts
    began = time.perf_counter()
    sizes = [len(pdf(document)) for document in documents]
    floor = (time.perf_counter() - began) / len(documents)
    at: list[float] = [time.perf_counter()]
    with tempfile.TemporaryDirectory() as folder:
        place_reports(
            Path(folder), wanted, source, processes=PROCESSES, progress=lambda *_: at.append(time.perf_counter())
        )
    pace = (at[-1] - at[STARTED]) / (len(wanted) - STARTED)
    return {
        "floor": floor,
        "job": pace * PROCESSES,
        "every": at[STARTED] - at[0] + pace * (EVERYBODY - STARTED),
        "kilobytes": sum(sizes) / len(sizes) / 1000,
    }


if __name__ == "__main__":
    print(json.dumps(reports(Path(sys.argv[1]))))

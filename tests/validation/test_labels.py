"""Words instead of codes: a few are told one by one, many in one finding for each part."""

import pytest

from pipelines.contracts.model import Severity
from pipelines.validation.labels import FEW


@pytest.fixture
def bolig(cut):
    return cut("brukerplan", "2019", "bolig")


def test_three_thousand_cells_are_one_finding(bolig, check):
    words = ["Grønn", "gul", "RØD"] * 1000
    (finding,) = check(bolig, *({"bolig": word} for word in words)).findings
    assert (finding.rule, finding.severity, finding.part) == ("bolig-kode", Severity.ERROR, 0)
    assert (finding.row, finding.column, finding.value) == (None, "Boligsituasjon", None)
    assert finding.message == (
        "3\N{NO-BREAK SPACE}000 celler i kolonnen «Boligsituasjon» er skrevet på en annen måte enn kodene i skjemaet: "
        "«Grønn» er 1, «Gul» er 2 og «Rød» er 3. Godta forslaget, eller skriv kodene."
    )


@pytest.mark.parametrize("n", [1, FEW])
def test_a_few_are_told_one_by_one(bolig, check, n):
    findings = check(bolig, *[{"bolig": "grønn"}] * n).findings
    assert [f.row for f in findings] == list(range(4, 4 + n))
    assert all("Bruk 1 (Grønn)." in f.message for f in findings)


def test_other_wrong_values_are_still_told_one_by_one(bolig, check):
    rows = [{"bolig": word} for word in ["Grønn"] * 5 + ["7", "Blå", "1"]]
    findings = check(bolig, *rows).findings
    assert [(f.row, f.value) for f in findings] == [(None, None), (9, "7"), (10, "Blå")]


def test_each_part_of_each_file_has_its_own(bolig, check):
    places = [(0, 0)] * 4 + [(0, 1)] * 5 + [(1, 0)] * 2 + [(2, 0)]
    rows = [{"fil": file, "del": part, "bolig": "Gul"} for file, part in places]
    told = [(f.file, f.part, f.row is None) for f in check(bolig, *rows).findings]
    assert told == [(0, 0, True), (0, 1, True), (1, 0, False), (1, 0, False), (2, 0, False)]


def test_decimals_are_gathered_like_words(bolig, check):
    (finding,) = check(bolig, *[{"bolig": "2.0"}] * 4, language="nn").findings
    assert "«2.0» er 2. Godta forslaget, eller skriv kodane." in finding.message

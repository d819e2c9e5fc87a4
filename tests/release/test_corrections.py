"""From a correction file to the release: the figure is the new one, the release says so, and no value is told."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.corrections import Corrections, holding, read_corrections
from pipelines.contracts.output import load_output
from pipelines.contracts.repository import Contracts
from pipelines.handin import HandIn
from pipelines.handin.corrected import CorrectionError
from pipelines.orchestration.stages import Stages
from pipelines.published import open_release
from pipelines.release.corrections import correction_table, marks
from pipelines.release.diff import diff
from pipelines.settings import REPOSITORY, Settings
from pipelines.warehouse.database import open_warehouse
from tests.support.installation import build_draft, keep_indicators, put_wave

FILE = """
survey: brukerplan
year: 2015
municipality: '1103'
where: {bolig: gul}
column: bolig
old: gul
new: rod
rows: 40
reason: {nb: Kommunen brukte feil kode., nn: Kommunen brukte feil kode.}
reported_by: Stavanger kommune
reported: 2026-11-02
status: gjelder
"""


OTHERS = ("1101", "1102", "1106", "1601", "1702", "1201", "1219", "1504", "1502", "0602", "0604")


def put(home: Settings, content: str = FILE) -> Path:
    home.corrections.mkdir(parents=True, exist_ok=True)
    path = home.corrections / "bolig.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def draft(home: Settings) -> Path:
    return home.releases / build_draft(Stages(home))


def homeless(home: Settings) -> int:
    """Before protection, which is not what is asked here."""
    with open_warehouse(home.warehouse) as connection:
        cube: pl.DataFrame = connection.sql("FROM kube").pl()
    asked = {
        "indikator": "bostedslos_antall",
        "aar": 2015,
        "regiontype": "land",
        "basisgruppe": "rus",
        "inndeling": "alle",
    }
    return int(cube.filter(**asked)["teller"].item())


@pytest.fixture
def delivered(home: Settings, tmp_path: Path) -> Settings:
    contracts = shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "data_contracts")
    keep_indicators(contracts, "brukerplan", {"kartlagte", "bostedslos_antall"})
    home = Settings(home=home.home, contracts=contracts)
    put_wave(home, "brukerplan", 2015, {"1103": 40}, bolig="2", basisgruppe="2", aldersgruppe="4")
    put_wave(home, "brukerplan", 2015, {"0301": 60}, bolig="3", basisgruppe="2", aldersgruppe="4")
    # Enough beside them that what is hidden can be hidden among others.
    put_wave(home, "brukerplan", 2015, dict.fromkeys(OTHERS, 60), bolig="1", aldersgruppe="4")
    return home


@pytest.mark.slow
def test_the_figure_is_the_corrected_one_and_the_release_says_so(delivered: Settings) -> None:
    before = draft(delivered)
    assert homeless(delivered) == 60
    put(delivered)
    after = draft(delivered)
    assert homeless(delivered) == 100
    table = open_release(delivered.releases, after.name).corrections
    assert table.select("undersokelse", "aar", "kommunenummer", "kolonne").rows() == [
        ("brukerplan", 2015, "1103", "bolig")
    ]
    manifest = json.loads((after / "manifest.json").read_text(encoding="utf-8"))
    assert "Stavanger" not in json.dumps(manifest, ensure_ascii=False)
    marks = [
        json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["opphav"]["bolger"]["brukerplan|2015"]
        for folder in (before, after)
    ]
    assert [("rettelser" in mark, mark["deler"]) for mark in marks] == [
        (False, marks[0]["deler"]), (True, marks[0]["deler"]),
    ]  # fmt: skip
    assert [(one.arsak, one.aar) for one in diff(before, after).summary().grunnlag] == [("rettelse", 2015)]


def read(folder: Path, content: str) -> Corrections:
    folder.mkdir(parents=True)
    (folder / "bolig.yaml").write_text(content, encoding="utf-8")
    return holding(read_corrections(folder / "contracts", folder))


def test_the_manifest_s_mark_of_persons_gives_no_value_to_try(tmp_path: Path) -> None:
    said, other_rows = read(tmp_path / "en", FILE), read(tmp_path / "to", FILE.replace("new: rod", "new: gronn"))
    later = read(tmp_path / "tre", FILE.replace("2026-11-02", "2026-11-03"))
    assert marks(said) == marks(other_rows)
    assert marks(said) != marks(later)
    public = {wave: [replace(one, private=False) for one in held] for wave, held in said.items()}
    changed = {wave: [replace(one, private=False) for one in held] for wave, held in other_rows.items()}
    assert marks(public) != marks(changed)


def test_a_correction_without_municipality_stands_last(tmp_path: Path, contracts: Contracts) -> None:
    whole = {wave: [*held, *held] for wave, held in read(tmp_path / "en", FILE).items()}
    for wave, (one, other) in whole.items():
        without = other.said.model_copy(update={"municipality": None})
        whole[wave] = [replace(other, said=without), one]
    assert correction_table(whole)["kommunenummer"].to_list() == ["1103", None]
    assert load_output(contracts.folder)["corrections"].order[:3] == ("undersokelse", "aar", "kommunenummer")


def test_the_run_stops_when_the_municipality_has_delivered_anew(delivered: Settings) -> None:
    put(delivered)
    put_wave(delivered, "brukerplan", 2015, {"1103": 40}, bolig="3", basisgruppe="2", aldersgruppe="4")
    stages = Stages(delivered)
    with pytest.raises(CorrectionError, match=r"bolig\.yaml"):
        stages.load(["brukerplan|2015"])


def test_the_run_stops_when_nothing_was_delivered(home: Settings) -> None:
    put(home)
    with pytest.raises(CorrectionError):
        Stages(home).load(["brukerplan|2015"])


def test_the_receipt_says_that_a_correction_holds(delivered: Settings) -> None:
    put(delivered)
    receipts = [HandIn.of(delivered).receipt(number) for number in ("L000001", "L000002")]
    assert [[c.told() for c in receipt.corrections] for receipt in receipts] == [
        [
            "En rettelse gjelder for 2015 (bolig, meldt 2. november 2026): Kommunen brukte feil kode. "
            "Tallene over er slik de ble levert; i utgivelsen er de rettet."
        ],
        [],
    ]

"""Every published table holds its contract before it is frozen, and each way of breaking one is found and placed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.contracts.lint_form import form_document_problems
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.output import load_output
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.published.files import COLUMNS
from pipelines.release.freeze import ReleaseError
from pipelines.release.output_check import TYPES, breaches, check_output
from pipelines.settings import REPOSITORY
from tests.support.release import write_release

CONTRACTS = REPOSITORY / "data_contracts"
Tables = dict[str, pl.DataFrame]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables of a made release of one wave in two municipalities, with notes."""
    waves = {"brukerplan": {2019: 22404}, "brukertilfredshet": {2019: 1336}}
    folder = write_release(tmp_path_factory.mktemp("utgivelser"), waves=waves, municipalities=("5001", "5636"))
    tables = {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}
    # Made out of order, so that readers must order it themselves.
    return tables | {"indicators": tables["indicators"].sort("rekkefolge")}


def first(column: str, value: object, where: pl.Expr | None = None) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Set `column` to `value` in the first row of those that `where` is true of."""

    def change(table: pl.DataFrame) -> pl.DataFrame:
        chosen = pl.int_range(pl.len()) >= 0 if where is None else where
        here = chosen & (chosen.cum_sum() == 1)
        return table.with_columns(pl.when(here).then(pl.lit(value)).otherwise(column).alias(column))

    return change


def is_(status: str) -> pl.Expr:
    return pl.col("status") == status


SHARE = is_("ok") & (pl.col("indikator") == "bostedslos")


def test_a_sound_release_has_no_breach(sound: Tables) -> None:
    assert breaches(sound, load_output(CONTRACTS)) == []
    check_output(sound, CONTRACTS)


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_what_is_read_is_what_the_contract_declares(name: str) -> None:
    assert {c.name: TYPES[c.type] for c in load_output(CONTRACTS)[name].columns} == COLUMNS[name]


@pytest.mark.parametrize("path", sorted((CONTRACTS / "output").glob("*.yaml")), ids=lambda path: path.name)
def test_the_contracts_are_valid_odcs(path: Path) -> None:
    problems = [p for p in form_document_problems(path.name, read_strictly(path)) if ".enum" not in p.place]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("cube", first("status", "hemmelig"), "cube: status har en kode som ikke står i kontrakten, i 1 rader"),
        ("cube", first("arsak", "sekundær", is_("skjult")), "cube: arsak har en kode"),
        ("cube", first("arsak", None, is_("skjult")), "Skjulte tall har en årsak, og bare de"),
        ("cube", first("arsak", "personvern", is_("ok")), "Skjulte tall har en årsak, og bare de"),
        *(("cube", first(c, 3, is_("skjult")), "Et skjult tall har verken")
          for c in ("teller", "nevner", "verdi", "ki_lav", "ki_hoy")),
        ("cube", first("verdi", None, SHARE), "Et tall har verdi når statusen sier det"),
        ("cube", first("verdi", 1.0, is_("ingen_nevner") | is_("ikke_mottatt") | is_("skjult")), "Et tall har verdi"),
        ("cube", first("ki_lav", None, SHARE), "Intervallet har to grenser"),
        ("cube", first("ki_hoy", 0.0, SHARE), "Intervallet har to grenser"),
        ("cube", first("verdi", float("nan"), SHARE), "cube: verdi er ikke et endelig tall i 1 rader"),
        ("cube", first("ki_hoy", float("inf"), SHARE), "cube: ki_hoy er ikke et endelig tall"),
        ("cube", first("teller", -1, SHARE), "Ingen teller eller nevner er under null"),
        ("cube", first("nevner", 1, SHARE), "En beregnet andel er mellom 0 og 100"),
        ("cube", first("indikator", "aaa_ukjent"), "Hver indikator står i katalogen"),
        ("cube", first("regionkode", "9998", pl.col("regiontype") == "kommune"), "Hver region har et navn"),
        ("cube", first("kategori", "ukjent", pl.col("inndeling") == "kjonn"), "Hver kategori har et navn"),
        ("cube", first("kilde", None), "cube: kilde er tom i 1 rader"),
        ("cube", lambda t: pl.concat([t, t.tail(1)]), "cube: 1 rader har samme nøkkel"),
        ("cube", lambda t: t.reverse(), "rader står ikke i rekkefølge"),
        ("cube", lambda t: t.drop("arsak"), "cube: kolonnen arsak mangler"),
        ("cube", lambda t: t.with_columns(undersokelse=pl.lit("x")), "cube: kolonnen undersokelse står ikke i"),
        ("cube", lambda t: t.with_columns(pl.col("teller").cast(pl.Float64)), "kolonnen teller har en annen type"),
        ("cube", lambda t: t.select("aar", pl.exclude("aar")), "cube: kolonnene står i en annen rekkefølge"),
        ("indicators", first("rekkefolge", 2), "indicators: 2 rader har samme rekkefolge"),
        ("indicators", first("rekkefolge", 0), "indicators: rekkefolge er for lav i 1 rader"),
        ("coverage", first("dekning", 100.5), "coverage: dekning er for høy i 1 rader"),
        ("coverage", first("kommuner_meldt", 1000), "Ikke flere kommuner er med"),
        ("regions", first("gyldig_til", 1900, pl.col("gyldig_fra").is_not_null()), "En region slutter ikke"),
        ("notes", first("kommunenummer", "301"), "notes: kommunenummer er ikke skrevet slik"),
        ("similar", first("lignende", "5001"), "Ingen kommune ligner seg selv"),
    ],
)  # fmt: skip
def test_each_breach_is_found(
    sound: Tables, name: str, change: Callable[[pl.DataFrame], pl.DataFrame], said: str
) -> None:
    broken = sound | {name: change(sound[name])}
    assert (broken[name].schema, broken[name].rows()) != (sound[name].schema, sound[name].rows())
    found = breaches(broken, load_output(CONTRACTS))
    assert [sentence for sentence in found if said in sentence], found


def test_a_breach_tells_no_value(sound: Tables) -> None:
    secret = "hemmelig innhold"
    with pytest.raises(ReleaseError) as refused:
        check_output(sound | {"notes": first("kommunenummer", secret)(sound["notes"])}, CONTRACTS)
    assert "kommunenummer" in str(refused.value)
    assert secret not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda tables: tables.update(ekstra=tables["notes"]), "ekstra: tabellen har ingen kontrakt",
                     id="a table without a contract"),
        pytest.param(lambda tables: tables.pop("similar"), "similar: tabellen mangler",
                     id="a contract without a table"),
    ],
)  # fmt: skip
def test_tables_and_contracts_are_the_same(sound: Tables, change: Callable[[Tables], object], said: str) -> None:
    tables = dict(sound)
    change(tables)
    with pytest.raises(ReleaseError, match=said):
        check_output(tables, CONTRACTS)


def test_only_so_many_are_told_of(sound: Tables) -> None:
    with pytest.raises(ReleaseError, match=r"cube: kolonnen indikator mangler\. .*Det er 16 feil til\."):
        check_output(sound | {"cube": sound["cube"].select("aar", "status").rename({"aar": "år"})}, CONTRACTS)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("a", 1), ("a", None), ("b", 1)], 0),
        ([("a", None), ("a", 1)], 1),
        ([("b", 1), ("a", 1), ("c", 0)], 1),
        ([("Z", 1), ("a", 1), ("å", 1)], 0),
        ([(None, 1), ("a", 1)], 1),
        ([("a", 1), ("a", 1)], 0),
        ([], 0),
    ],
    ids=["null last", "null first", "a text", "by bytes", "a null text first", "twice", "none"],
)
def test_order(rows: list[tuple[str | None, int | None]], wrong: int) -> None:
    from pipelines.release.output_check import _out_of_order

    table = pl.DataFrame(rows, schema={"x": pl.String, "y": pl.Int64}, orient="row")
    assert _out_of_order(table, ("x", "y")) == wrong


class TestContractFiles:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("mustBe: 0", "mustBe: 1"),
            ("type: sql", "type: text"),
            ("primaryKeyPosition: 1", "position: 1"),
            ("schema:", "tables:"),
        ],
        ids=["a limit nobody checks", "a rule nobody runs", "a key without place", "no table"],
    )
    def test_a_contract_that_cannot_be_used_is_refused(self, tmp_path: Path, old: str, new: str) -> None:
        said = (CONTRACTS / "output" / "similar.odcs.yaml").read_text(encoding="utf-8")
        (tmp_path / "output").mkdir()
        (tmp_path / "output" / "similar.odcs.yaml").write_text(said.replace(old, new), encoding="utf-8")
        with pytest.raises(ContractError, match="similar"):
            load_output(tmp_path)

    def test_without_contracts_nothing_is_published(self, tmp_path: Path) -> None:
        with pytest.raises(ContractError, match="publiseres ingenting"):
            load_output(tmp_path)

    def test_every_rule_counts_rows(self, sound: Tables) -> None:
        """A rule that gave null would never be broken."""
        with duckdb.connect() as connection:
            contracts = load_output(CONTRACTS)
            for name, contract in contracts.items():
                connection.register(contract.sql_name, sound[name])
            answers = [connection.sql(r.query).fetchall() for c in contracts.values() for r in c.rules]
        assert answers == [[(0,)]] * len(answers)
        assert len(answers) >= 10

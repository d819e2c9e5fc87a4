"""Small forms cut from the real contracts, and frames made from a few cells. One import of Great Expectations a run."""

from dataclasses import replace

import polars as pl
import pytest

from pipelines.contracts.model import Column, Form, Rule, Severity
from pipelines.contracts.repository import load_contracts
from pipelines.contracts.rule_arguments import columns_named
from pipelines.settings import REPOSITORY
from pipelines.validation import validate

VALID = {2019: frozenset({"1103", "0301"}), 2020: frozenset({"1103", "1108"})}
LOOKUPS = {
    "kommuner": lambda year: VALID.get(year, frozenset()),
    "indikatorer": lambda year: frozenset({"bolig", "plan"}),
}


@pytest.fixture(scope="session")
def contracts():
    return load_contracts(REPOSITORY / "data_contracts")


@pytest.fixture
def cut(contracts):
    """`cut("brukerplan", "2019", "bolig")`: the form with these columns only, and the rules that read no others."""

    def make(survey: str, form: str, *columns: str, table_rules: bool = False) -> Form:
        whole = contracts.surveys[survey].forms[form]
        kept = [whole.by_name[c] for c in columns]
        return replace(
            whole,
            columns=tuple(replace(c, rules=within(c.rules, columns)) for c in kept),
            rules=within(whole.rules, columns) if table_rules else (),
        )

    def within(rules, columns):
        return tuple(r for r in rules if set(columns_named(r)) <= set(columns))

    return make


@pytest.fixture
def frame():
    """`frame(form, {"bolig": "1"}, …)`: a row per dict; `fil`, `del`, `rad` default to 0, 0 and 4, 5, …"""

    def make(form: Form, *rows: dict) -> pl.DataFrame:
        keys = {"fil": pl.Int32, "del": pl.Int32, "rad": pl.Int64}
        schema = keys | dict.fromkeys((c.name for c in form.columns), pl.String)
        placed = [{"fil": 0, "del": 0, "rad": 4 + n, **row} for n, row in enumerate(rows)]
        return pl.DataFrame([{k: row.get(k) for k in schema} for row in placed], schema=schema)

    return make


@pytest.fixture
def check(contracts, frame):
    """Validate a few rows and hand back the outcome."""

    def run(form: Form, *rows: dict, lookups=LOOKUPS, **options):
        return validate(form, frame(form, *rows), lookups, year_column=contracts.surveys[form.survey].year, **options)

    return run


@pytest.fixture
def form_with(cut):
    """A form of text columns `a`, `b` and `antall` (integer), with one rule of the test's own on `a`."""

    def make(rule: dict, *, on: str | None = "a", severity: Severity = Severity.ERROR) -> Form:
        own = Rule(id="egen", column=on, severity=severity, **rule)
        names = {"a": "string", "b": "string", "antall": "integer"}
        columns = tuple(
            Column(n, n.upper(), {"nb": n}, kind, required=False, rules=(own,) if n == on else ())
            for n, kind in names.items()
        )
        return replace(cut("brukerplan", "2019"), columns=columns, rules=() if on else (own,))

    return make

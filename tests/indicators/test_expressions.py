"""Expressions: a wrong name is refused with the nearest right one, and nothing but comparisons gets through."""

from __future__ import annotations

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.indicators.columns import columns_of as columns_of_survey
from pipelines.indicators.expressions import ExpressionError, columns_of, parse, problems


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("bolig = 'gronn'", None),
        ("bolig IN ('gronn', 'rod') AND NOT kjonn = 'mann'", None),
        ("levekarsindeks IS NOT NULL", None),
        ("antall_barn >= 2 OR antall_barn BETWEEN 0 AND 1", None),
        ("TRUE", None),
        ("bolg = 'gronn'", "Mente du «bolig»?"),
        ("bolig = 'grønn'", "Mente du «gronn»?"),
        ("bolig IN ('gronn', 'rodt')", "Mente du «rod»?"),
        ("bolig <> 'blalys'", "«blalys» er ikke en kode i bolig"),
        ("bolig = ", "ikke et gyldig uttrykk"),
        ("count(*) > 3", "ikke er tillatt"),
        ("bolig IN (SELECT 1)", "ikke er tillatt"),
        ("read_csv('x') = 1", "ikke er tillatt"),
    ],
)
def test_problems(contracts: Contracts, expression: str, expected: str | None) -> None:
    found = list(problems(expression, columns_of_survey(contracts.surveys["brukerplan"])))
    assert (found == []) if expected is None else any(expected in p for p in found)


def test_two_statements_are_refused() -> None:
    with pytest.raises(ExpressionError):
        parse("bolig = 'rod'; DROP TABLE x")


def test_columns_of_several() -> None:
    assert columns_of("bolig = 'rod'", "kjonn IN ('mann')", "TRUE") == {"bolig", "kjonn"}

"""Receipt numbers are read as people write them; what is none is refused without being repeated."""

from __future__ import annotations

import pytest

from pipelines.errors import UserError
from pipelines.register import receipt_number
from pipelines.register.numbering import delivery_id
from tests.support.files import identity_number


@pytest.mark.parametrize(("key", "number"), [(1, "L000001"), (999_999, "L999999"), (1_000_000, "L1000000")])
def test_numbers_and_keys(key: int, number: str) -> None:
    assert receipt_number(key) == number
    assert delivery_id(number) == key


@pytest.mark.parametrize("written", ["", "L", "L0", "0", "-1", "1.0", "L12x", "M12", "١٢", "9" * 10, "L1\n2", 0, -3])
def test_what_is_no_number_is_refused(written: str | int) -> None:
    with pytest.raises(UserError, match="ikke et leveringsnummer"):
        delivery_id(written)


def test_an_identity_number_typed_by_mistake_is_not_repeated() -> None:
    typed = identity_number()
    with pytest.raises(UserError) as refused:
        delivery_id(typed)
    assert typed not in str(refused.value)

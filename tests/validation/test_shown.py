"""What of a value may be shown. The numbers are made here, not real ones."""

import pytest

from pipelines.validation.shown import LONGEST, shown

DIGITS = "".join(str(n % 10) for n in range(3, 14))


@pytest.mark.parametrize(
    "value",
    [
        DIGITS,
        f"{DIGITS[:6]} {DIGITS[6:]}",
        f"{DIGITS[:6]}-{DIGITS[6:]}",
        f"{DIGITS[:6]}\N{NO-BREAK SPACE}{DIGITS[6:]}",
        ".".join((DIGITS[:2], DIGITS[2:4], DIGITS[4:6], DIGITS[6:])),
        f"{DIGITS[:6]} / {DIGITS[6:]}",
        f"{DIGITS[:6]}_{DIGITS[6:]}",
        f"fnr: {DIGITS}, Bergen",
        f"{'x' * 60}{DIGITS}",
        f"{DIGITS}.0",
        DIGITS[1:],  # the leading zero lost in a spreadsheet
        "".join(chr(0xFF10 + int(d)) for d in DIGITS),
    ],
    ids=range(12),
)
def test_a_possible_identity_number_is_hidden(value):
    hidden = shown(value) == "(skjult)"  # compared first, so that a failure does not print the number
    assert hidden


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9", "9"),
        ("SYN-123456", "SYN-123456"),
        ("22 22 55 55", "22 22 55 55"),
        ("01.02.2019", "01.02.2019"),
        ("to\nlinjer\tog  mer", "to linjer og mer"),
        ("a\u202eb\x00c", "a b c"),
        ("å" * 40, "å" * 40),
        ("å" * 41, "å" * 39 + "…"),
    ],
)
def test_other_values_are_shown_on_one_line_and_cut(value, expected):
    assert shown(value) == expected
    assert len(shown(value)) <= LONGEST

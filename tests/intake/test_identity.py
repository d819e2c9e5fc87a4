"""Identity numbers are found however they are written, and nothing else is.

Numbers are made at run time. No assertion compares a number itself, so that a failing test prints none.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.identity import Certainty, classify, find, mask
from tests.support.files import identity_number

KINDS = ("fodselsnummer", "d-nummer", "h-nummer", "skatteetaten", "d-skatteetaten", "nav", "helsenett", "ny-2032")
SEPARATORS = ("", " ", ".", "-", "–", "\u00a0", "\u202f", "\u2011", " - ", ". ", "\u200b", "\u00ad", "/", "\t", "\n")


def written(digits: str, separators: list[str]) -> str:
    return "".join(d + s for d, s in zip(digits, [*separators, ""], strict=True))


class TestClassify:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_series_is_sure(self, kind):
        assert all(classify(identity_number(kind, seed)) is Certainty.SURE for seed in range(50)), kind

    def test_the_2032_rule_takes_a_remainder_of_three_and_no_more(self):
        by_remainder = {off: _with_first_digit_off(off) for off in range(1, 9)}
        found = {off: classify(number) is not None for off, number in by_remainder.items()}
        assert found == {1: True, 2: True, 3: True, 4: False, 5: False, 6: False, 7: False, 8: False}

    def test_check_digits_without_a_date_are_doubtful(self):
        assert classify(_number_starting("150")) is Certainty.DOUBTFUL, "month 0x of day 15 is not a date"

    def test_a_number_without_date_that_begins_with_eight_is_an_fh_number(self):
        assert classify(_number_starting("80")) is Certainty.SURE

    @pytest.mark.parametrize("seed", range(20))
    def test_a_wrong_second_check_digit_is_nothing(self, seed):
        number = identity_number(seed=seed)
        wrong = number[:10] + str((int(number[10]) + 1) % 10)
        assert classify(wrong) is None, f"seed {seed}"

    def test_random_digits_are_rarely_flagged(self):
        drawn = random.Random(7)
        flagged = sum(find(f"{drawn.randrange(10**11):011d}") is not None for _ in range(20_000))
        assert flagged < 20_000 * 0.03

    def test_bank_accounts_are_rarely_sure(self):
        # The last digit of an account passes the second check digit always, the first often.
        drawn = random.Random(8)
        accounts = [a for a in (_account(drawn) for _ in range(20_000)) if a]
        assert sum(find(a) is Certainty.SURE for a in accounts) < len(accounts) * 0.16


class TestFind:
    @given(
        kind=st.sampled_from(KINDS),
        seed=st.integers(0, 10_000),
        separators=st.lists(st.sampled_from(SEPARATORS), min_size=10, max_size=10),
        before=st.sampled_from(["", "Fnr: ", "Født ", "nr.", "2015 ", "(", '="']),
        after=st.sampled_from(["", " ring", ")", " 1", '"', ", 22"]),
    )
    @settings(max_examples=300, deadline=None)
    def test_found_with_any_separators_and_surroundings_and_masked(self, kind, seed, separators, before, after):
        number = identity_number(kind, seed)
        value = before + written(number, separators) + after
        found, left = find(value), find(mask(value))
        assert found is Certainty.SURE, (kind, seed)
        assert left is None, (kind, seed)

    @pytest.mark.parametrize("seed", range(10))
    def test_ten_digits_with_the_leading_zero_lost(self, seed):
        number = next(n for n in (identity_number(seed=s) for s in range(seed * 100, 10**6)) if n[0] == "0")
        assert find(str(int(number))) is Certainty.SURE, f"seed {seed}"

    def test_the_date_with_a_year_of_four_digits(self):
        number = identity_number()
        assert find(f"{number[:2]}.{number[2:4]}.19{number[4:6]} {number[6:]}") is Certainty.SURE, "written out"

    def test_other_decimal_digits(self):
        arabic = identity_number().translate({ord(str(d)): 0x0660 + d for d in range(10)})
        assert find(arabic) is Certainty.SURE, "arabic digits"

    @pytest.mark.parametrize(
        "value",
        [
            "", "tekst", "12345", "2019-02-01 00:00:00", "22 33 44 55", "SYN-1103-00001", "974 760 673", "0" * 40,
            "1103", "3.14159265358979", "0000000000", "12345678901234567890",
        ],
    )  # fmt: skip
    def test_what_is_none(self, value):
        assert find(value) is None

    @given(st.text(max_size=200))
    def test_arbitrary_text_never_raises(self, value):
        find(mask(value))


class TestMask:
    def test_keeps_what_stands_around(self):
        masked = mask(f"liste {identity_number()} mars.csv")
        assert masked == "liste «…» mars.csv"

    def test_masks_every_number(self):
        masked = mask(f"{identity_number(seed=1)}_{identity_number('d-nummer', 2)}.csv")
        assert masked.count("«…»") >= 1
        assert not any(c.isdigit() for c in masked), "digits are left"


def _second(first_ten: str) -> int:
    return -sum(int(d) * w for d, w in zip(first_ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11


def _first(first_nine: str) -> int:
    return -sum(int(d) * w for d, w in zip(first_nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11


def _with_first_digit_off(off: int) -> str:
    for serial in range(500):
        start = f"150555{serial:03d}"
        first = (_first(start) + off) % 11
        if first < 10 and _second(f"{start}{first}") < 10:
            return f"{start}{first}{_second(f'{start}{first}')}"
    raise LookupError


def _number_starting(digits: str) -> str:
    for rest in range(10 ** (9 - len(digits))):
        start = f"{digits}{rest:0{9 - len(digits)}d}"
        first = _first(start)
        if first < 10 and _second(f"{start}{first}") < 10:
            return f"{start}{first}{_second(f'{start}{first}')}"
    raise LookupError


def _account(drawn: random.Random) -> str | None:
    start = f"{drawn.randrange(10**10):010d}"
    return f"{start}{_second(start)}" if _second(start) < 10 else None

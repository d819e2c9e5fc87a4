"""What is said of the attack: how it went, and what to do where no protection could have helped."""

from __future__ import annotations

import pytest

from pipelines.release.audited import KEY, audit_remark


@pytest.mark.parametrize(
    ("breaches", "said", "unsaid"),
    [
        pytest.param({"gjenskapt": 2}, ("opptrapp audit",), ("rounded", "avrundet"), id="recovered"),
        pytest.param({"publisert_annerledes": 7}, ("Sett rounded", "tilbake"), ("ny",), id="rounded once published"),
        pytest.param({"avrundet_pa_nytt": 7}, ("nye indikatoren",), ("Sett rounded",), id="rounded in another way"),
        pytest.param({}, ("opptrapp audit",), ("rounded", "avrundet"), id="not all tried"),
    ],
)
def test_an_attack_that_is_not_passed(breaches: dict[str, int], said: tuple[str, ...], unsaid: tuple[str, ...]) -> None:
    facts = {"resultat": "ikke_bestatt", "skjult": 9, "provd": 9, "gjenskapt": 0, "brudd": breaches}
    in_order, sentence = audit_remark({KEY: facts})
    assert not in_order
    assert [word for word in said if word not in sentence] == []
    assert [word for word in unsaid if f" {word} " in sentence] == []


@pytest.mark.parametrize(
    ("facts", "in_order"),
    [({"resultat": "bestatt", "skjult": 9, "provd": 9}, True), ({"resultat": "?"}, False), (None, False)],
)
def test_only_what_was_passed_is_in_order(facts: object, *, in_order: bool) -> None:
    assert audit_remark({KEY: facts})[0] is in_order

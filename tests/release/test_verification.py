"""A release is attacked again, and it is said whether its rows are still there."""

from __future__ import annotations

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.register import open_register
from pipelines.release.freeze import ReleaseError
from pipelines.release.verification import Verification, verify
from pipelines.settings import Settings
from tests.support.register import DELIVERY, PART
from tests.support.workflow import FAILED, PASSED, SYNTHETIC, put_release


def verified(
    home: Settings,
    release: str,
    contracts: Contracts,
    geography: Geography,
    monkeypatch: pytest.MonkeyPatch,
    **now: object,
) -> Verification:
    monkeypatch.setattr("pipelines.release.verification.attack", lambda *_: now)
    return verify(home.releases / release, open_register(home.register_url), contracts, {}, geography)


@pytest.mark.parametrize(
    ("then", "now", "agrees"),
    [(PASSED, PASSED, True), (FAILED, FAILED, True), (PASSED, FAILED, False), ("ikke revidert", PASSED, False)],
)
def test_the_audit_is_held_against_the_manifest(
    home: Settings, contracts: Contracts, geography: Geography, monkeypatch: pytest.MonkeyPatch,
    then: object, now: dict[str, object], agrees: bool,
) -> None:  # fmt: skip
    release = put_release(home, {**SYNTHETIC, "revisjon": then})
    assert verified(home, release, contracts, geography, monkeypatch, **now).audit_agrees is agrees


def test_rows_that_are_deleted_cannot_be_built_of(
    home: Settings, contracts: Contracts, geography: Geography, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = open_register(home.register_url)
    register.record(DELIVERY, [PART], [])
    release = put_release(home)
    register.note_release("annen", None, [PART.path])
    assert verified(home, release, contracts, geography, monkeypatch, **PASSED).can_be_rebuilt
    with register._writing() as connection:
        from sqlalchemy import text

        connection.execute(text(f"UPDATE release_parts SET release_id = '{release}'"))
    register.mark_deleted(1, actor="kari", reason="reservasjon")
    found = verified(home, release, contracts, geography, monkeypatch, **PASSED)
    assert not found.can_be_rebuilt
    assert "1 del den ble bygget av, er slettet" in found.rebuild


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_a_file_that_is_not_as_it_was_is_named(
    home: Settings, contracts: Contracts, geography: Geography, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    release = put_release(home)
    path = home.releases / release / "labels.parquet"
    path.unlink() if fault == "missing" else path.write_bytes(b"PAR1")
    with pytest.raises(ReleaseError, match=r"labels\.parquet"):
        verified(home, release, contracts, geography, monkeypatch, **PASSED)

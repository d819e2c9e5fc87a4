"""Publishing: only what is known, unchanged and harmless, as long as nothing is audited."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.published import current_id
from pipelines.register import open_register
from pipelines.release.freeze import ReleaseError, freeze
from pipelines.release.workflow import publish
from pipelines.settings import Settings

HARMLESS = {"ekte_personrader": False, "ikke_offentlige_tall": False, "revisjon": "ikke revidert"}


def made(home: Settings, facts: dict[str, object]) -> str:
    release = freeze(home.releases, {"cube": pl.DataFrame({"x": [1]})}, facts)
    open_register(home.register_url).note_release(release, None)
    return release


def test_publishing_points_the_dashboard_at_it(home: Settings) -> None:
    register = open_register(home.register_url)
    assert current_id(home.releases) is None
    for facts in (HARMLESS, {**HARMLESS, "n": 2}):
        release = made(home, facts)
        publish(home.releases, release, register, "kari")
        assert current_id(home.releases) == release
    assert {e.status for e in register.releases()} == {"publisert"}
    assert [e.action for e in register.events()] == ["publisert", "publisert"]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({**HARMLESS, "ekte_personrader": True}, id="real persons"),
        pytest.param({**HARMLESS, "ikke_offentlige_tall": True}, id="counts that are not public"),
        pytest.param({"revisjon": "ikke revidert"}, id="a manifest that does not say"),
        pytest.param({}, id="an empty manifest"),
    ],
)
def test_unaudited_real_data_is_refused(home: Settings, facts: dict[str, object]) -> None:
    release = made(home, facts)
    register = open_register(home.register_url)
    with pytest.raises(ReleaseError, match="ikke revidert"):
        publish(home.releases, release, register, "kari")
    assert current_id(home.releases) is None
    assert [e.status for e in register.releases()] == ["utkast"]


@pytest.mark.parametrize("release", ["finnesikke", "../../etc", ""])
def test_unknown_release(home: Settings, release: str) -> None:
    with pytest.raises(ReleaseError, match="finnes ikke"):
        publish(home.releases, release, open_register(home.register_url), "kari")


def test_a_changed_release_is_not_published(home: Settings) -> None:
    release = made(home, HARMLESS)
    (home.releases / release / "cube.parquet").write_bytes(b"")
    with pytest.raises(ReleaseError, match="endret"):
        publish(home.releases, release, open_register(home.register_url), "kari")

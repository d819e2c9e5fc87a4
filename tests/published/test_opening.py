"""Finding and opening the published release, and refusing what cannot be trusted."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.published import BrokenRelease, as_text, current_id, open_current, open_release
from pipelines.published import opening as opening_module
from tests.support.release import RELEASE, copy_release, make_current, write_manifest

CUBE = "cube.parquet"


class TestNothingPublished:
    @pytest.mark.parametrize("made", [None, "folder", "empty current"])
    def test_is_none_and_no_error(self, tmp_path: Path, made: str | None) -> None:
        releases = tmp_path / "releases"
        if made:
            releases.mkdir()
        if made == "empty current":
            (releases / "current").write_text("\n")
        assert current_id(releases) is None
        assert open_current(releases) is None

    def test_a_draft_that_nobody_published_is_not_opened(self, tmp_path: Path, written: Path) -> None:
        copy_release(written, tmp_path, publish=False)
        assert open_current(tmp_path) is None


class TestPublished:
    def test_opens_what_current_names(self, releases: Path) -> None:
        opened = open_current(releases)
        assert opened is not None
        assert opened.id == RELEASE == current_id(releases)
        assert opened.manifest.syntetisk

    def test_a_newly_published_release_is_the_next_one_opened(self, releases: Path, written: Path) -> None:
        copy_release(written, releases, "neste")
        opened = open_current(releases)
        assert opened is not None
        assert opened.id == "neste"

    def test_a_packed_one_holds_the_same(self, releases: Path) -> None:
        packed, plain = (open_release(releases, RELEASE, packed=packed) for packed in (True, False))
        assert packed.cube.estimated_size() < plain.cube.estimated_size()
        for large, as_stored in ((packed.cube, plain.cube), (packed.assessments, plain.assessments)):
            assert pl.Categorical in large.dtypes
            assert as_text(large).equals(as_stored)
        for view in plain.views:
            one, other = packed.in_view(view), plain.in_view(view)
            assert one.tally.equals(other.tally.cast(one.tally.schema))
            assert {key: one.figures(key) for key in one.indicator} == {
                key: other.figures(key) for key in one.indicator
            }

    def test_the_open_one_outlives_its_folder(self, releases: Path) -> None:
        opened = open_current(releases)
        assert opened is not None
        for file in (releases / RELEASE).iterdir():
            file.unlink()
        land = opened.region["land-0"]
        assert [f.verdi for f in opened.figures("tilfreds", regions=[land], year=2017)] == [
            pytest.approx(53.97, abs=0.01)
        ]

    def test_tries_once_more_when_another_was_published_in_between(
        self, releases: Path, written: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy_release(written, releases, "neste", publish=False)
        (releases / RELEASE / CUBE).unlink()
        asked = iter([RELEASE, "neste"])
        monkeypatch.setattr(opening_module, "current_id", lambda _: next(asked))
        opened = open_current(releases)
        assert opened is not None
        assert opened.id == "neste"


class TestEarlierReleases:
    def test_a_release_made_before_there_were_similar_municipalities_opens_without_any(self, releases: Path) -> None:
        (releases / RELEASE / "similar.parquet").unlink()
        write_manifest(releases / RELEASE)
        opened = open_current(releases)
        assert opened is not None
        assert opened.similar_year is None
        assert opened.similar_to(opened.region["kommune-5001"]) == []

    def test_a_release_made_before_there_were_notes_opens_without_any(self, releases: Path) -> None:
        (releases / RELEASE / "notes.parquet").unlink()
        write_manifest(releases / RELEASE)
        opened = open_current(releases)
        assert opened is not None
        assert opened.notes.is_empty()
        assert opened.notes_on(opened.region["kommune-5001"]) == []

    def test_a_file_of_notes_that_no_manifest_names_is_not_read(self, releases: Path) -> None:
        folder = releases / RELEASE
        hidden = (folder / "notes.parquet").rename(folder / "vekk")
        write_manifest(folder)
        hidden.rename(folder / "notes.parquet")
        opened = open_current(releases)
        assert opened is not None
        assert opened.notes.is_empty()


def _drop_column(folder: Path) -> None:
    table = pl.read_parquet(folder / CUBE).drop("verdi")
    table.write_parquet(folder / CUBE)
    write_manifest(folder)


def _change_status(folder: Path) -> None:
    table = pl.read_parquet(folder / CUBE).with_columns(status=pl.lit("noe_nytt"))
    table.write_parquet(folder / CUBE)
    write_manifest(folder)


BROKEN = {
    "a file is missing": (lambda f: (f / "labels.parquet").unlink(), "labels.parquet mangler"),
    "notes that the manifest names are missing": (lambda f: (f / "notes.parquet").unlink(), "notes.parquet mangler"),
    "a file was changed": (lambda f: (f / CUBE).write_bytes((f / CUBE).read_bytes() + b" "), "ikke den manifestet"),
    "a file no manifest names": (lambda f: write_manifest(f, filer={}), "ikke den manifestet"),
    "a column is missing": (_drop_column, "har ikke kolonnene"),
    "an unknown status": (_change_status, "noe_nytt"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "manifest.json mangler"),
    "a manifest that is not JSON": (lambda f: (f / "manifest.json").write_text("<html>"), "kan ikke leses"),
    "a manifest silent on synthetic": (lambda f: write_manifest(f, syntetisk="nei"), "kan ikke leses"),
    "another release's manifest": (lambda f: write_manifest(f, utgivelse="annen"), "hører til en annen"),
}


class TestRefused:
    @pytest.mark.parametrize("case", BROKEN)
    def test_one_sentence_and_nothing_shown(self, releases: Path, case: str) -> None:
        breaking, said = BROKEN[case]
        breaking(releases / RELEASE)
        with pytest.raises(BrokenRelease, match=said):
            open_current(releases)

    @pytest.mark.parametrize("named", ["../andre", "/etc", "a/b", ".", "..", ".skjult", "x" * 101, "a\nb"])
    def test_a_name_that_could_lead_outside(self, releases: Path, named: str) -> None:
        (releases / "current").write_text(named)
        with pytest.raises(BrokenRelease, match="current"):
            open_current(releases)

    def test_a_link_that_leads_outside(self, tmp_path: Path, written: Path) -> None:
        copy_release(written, tmp_path / "andre", "lenke", publish=False)
        releases = tmp_path / "releases"
        releases.mkdir()
        (releases / "lenke").symlink_to(tmp_path / "andre" / "lenke")
        with pytest.raises(BrokenRelease, match="utenfor"):
            open_release(releases, "lenke")

    def test_a_release_that_does_not_exist(self, releases: Path) -> None:
        make_current(releases, "borte")
        with pytest.raises(BrokenRelease, match=r"«borte» finnes ikke.*release list"):
            open_current(releases)

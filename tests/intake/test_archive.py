"""A zip file of several files: each file an upload, or the archive refused whole with one sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.intake import FileRule, Upload, archive, read_upload
from pipelines.intake.archive import unpack, unpacked
from pipelines.intake.rules import Refused
from tests.support.files import contracts, csv_bytes, form, identity_number, valid_rows, xlsx_bytes
from tests.support.formats import zip_bytes

F15, F19 = form("brukerplan", 2015), form("brukerplan", 2019)
CSV = csv_bytes(F15, valid_rows(F15, 3, 2015))
XLSX = xlsx_bytes(F19, valid_rows(F19, 2, 2019))


def zipped(members: dict[str, bytes], name: str = "arkiv.zip") -> Upload:
    return Upload(name, zip_bytes(members))


class TestUnpack:
    def test_every_file_becomes_an_upload_with_the_archives_name_before_it(self):
        found = unpack(zipped({"a.csv": CSV, "2019/": b"", "2019/b.xlsx": XLSX}))
        assert [(u.name, u.archive, u.content) for u in found] == [
            ("a.csv", "arkiv.zip", CSV), ("2019/b.xlsx", "arkiv.zip", XLSX),
        ]  # fmt: skip
        readings = [read_upload(u, contracts()) for u in found]
        assert [(r.name, r.findings) for r in readings] == [("arkiv.zip/a.csv", ()), ("arkiv.zip/2019/b.xlsx", ())]

    @pytest.mark.parametrize(
        "name",
        ["__MACOSX/._a.csv", ".DS_Store", "x/.DS_Store", "Thumbs.db", "x/desktop.ini", "~$a.xlsx", ".git/config"],
    )
    def test_what_systems_put_there_for_themselves_is_left_out(self, name):
        assert [u.name for u in unpack(zipped({name: b"x", "a.csv": CSV}))] == ["a.csv"]

    @pytest.mark.parametrize(
        ("name", "content"), [("a.csv", CSV), ("a.xlsx", XLSX), ("a.zip", CSV), ("a.zip", XLSX), ("a.zip", b"")]
    )
    def test_another_file_comes_back_as_it_is(self, name, content):
        upload = Upload(name, content)
        assert unpack(upload) == [upload]

    @pytest.mark.parametrize("encoding", ["cp850", "utf-8"])
    def test_norwegian_letters_in_names_that_do_not_say_their_encoding(self, encoding):
        raw = "Bodø og Ås.csv".encode(encoding)
        content = zip_bytes({"x" * len(raw): CSV}).replace(b"x" * len(raw), raw)
        assert [u.name for u in unpack(Upload("arkiv.zip", content))] == ["Bodø og Ås.csv"]

    def test_a_folder_of_windows_is_a_folder(self):
        assert [u.name for u in unpack(zipped({"2019\\a.csv": CSV}))] == ["2019/a.csv"]


def encrypted() -> bytes:
    content = bytearray(zip_bytes({"a.csv": CSV}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    return bytes(content)


def link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        info = zipfile.ZipInfo("a.csv")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")
    return out.getvalue()


def lying_about_its_size() -> bytes:
    content = bytearray(zip_bytes({"a.csv": CSV * 10}))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


REFUSED = {
    "an archive inside": (zip_bytes({"b.zip": zip_bytes({"a.csv": CSV})}), FileRule.ARCHIVE, "annen pakket fil"),
    "another kind of archive inside": (zip_bytes({"a.csv": CSV, "b.7z": b"7z"}), FileRule.ARCHIVE, "annen pakket fil"),
    "a path out of it": (zip_bytes({"../a.csv": CSV}), FileRule.ARCHIVE, "utenfor"),
    "a path out of it, as Windows writes it": (zip_bytes({"b\\..\\..\\a.csv": CSV}), FileRule.ARCHIVE, "utenfor"),
    "an absolute path": (zip_bytes({"/a.csv": CSV}), FileRule.ARCHIVE, "utenfor"),
    "a drive": (zip_bytes({"C:/a.csv": CSV}), FileRule.ARCHIVE, "utenfor"),
    "a link": (link(), FileRule.ARCHIVE, "snarvei"),
    "a password": (encrypted(), FileRule.ARCHIVE, "passord"),
    "no files": (zip_bytes({"mappe/": b"", ".DS_Store": b"x"}), FileRule.ARCHIVE, "ingen filer"),
    "nothing at all": (zip_bytes({}), FileRule.ARCHIVE, "ingen filer"),
    "cut short": (zip_bytes({"a.csv": CSV})[:-30], FileRule.ARCHIVE, "skadet"),
    "a size that is not true": (lying_about_its_size(), FileRule.ARCHIVE, "skadet"),
    "far more than it seems": (zip_bytes({"a.csv": bytes(30_000_000)}), FileRule.PACKED, "pakkes ut"),
}


class TestRefused:
    @pytest.mark.parametrize("label", REFUSED)
    def test_refused_whole_with_one_sentence(self, label):
        content, rule, words = REFUSED[label]
        (upload,) = unpacked([Upload("arkiv.zip", content)])
        reading = read_upload(upload, contracts())
        assert [f.rule for f in reading.findings] == [rule]
        assert words in reading.findings[0].message
        assert (reading.name, reading.readable, reading.table) == ("arkiv.zip", False, None)

    def test_a_bad_archive_does_not_stop_the_others(self):
        uploads = [Upload("a.zip", REFUSED["a link"][0]), Upload("b.csv", CSV), zipped({"c.csv": CSV}, "c.zip")]
        assert [(u.name, bool(u.problems)) for u in unpacked(uploads)] == [
            ("a.zip", True), ("b.csv", False), ("c.csv", False),
        ]  # fmt: skip

    def test_too_many_files(self, monkeypatch):
        monkeypatch.setattr(archive, "MAX_FILES", 2)
        with pytest.raises(Refused) as refused:
            unpack(zipped({f"{i}.csv": CSV for i in range(3)}))
        assert "mer enn 2 filer" in refused.value.problems[0].finding("nb").message

    @pytest.mark.parametrize("place", ["archive", "folder", "file"])
    def test_an_identity_number_in_a_name_is_refused_and_not_echoed(self, place):
        number = identity_number()
        name = f"{number}.zip" if place == "archive" else "arkiv.zip"
        member = {"archive": "a.csv", "folder": f"{number}/a.csv", "file": f"x/{number}.csv"}[place]
        reading = read_upload(unpacked([zipped({member: CSV}, name)])[0], contracts())
        echoed = number in repr(reading)
        assert [f.rule for f in reading.findings] == [FileRule.IDENTITY]
        assert not echoed

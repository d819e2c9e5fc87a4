"""Columns outside the form that tell who persons are: many that do, and many that only look so."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.model import SurveyKind
from pipelines.intake.persons import known_words
from pipelines.intake.traces import Trace, trace_in
from tests.support.files import form

KNOWN = known_words(form("brukerplan", 2019))


def trace(header: str, cells: list[str | None], kind: SurveyKind = SurveyKind.MAPPING, wave: int = 2019):
    return trace_in(header, pl.Series(cells, dtype=pl.String), kind=kind, known=KNOWN, wave=wave)


PERSONS = [
    ("one address among blanks", "Merknad", [None, "kari@example.no", None], Trace.EMAIL, 1),
    ("an address in a sentence", "Info", ["se ola.nordmann+x@stavanger.kommune.no"], Trace.EMAIL, 1),
    ("eight digits", "Nummer", ["91234567", "48123456", None], Trace.PHONE, 2),
    ("two and two", "Info", ["22 33 44 55", "51 50 70 90"], Trace.PHONE, 2),
    ("three two three", "Info", ["901 23 456"], Trace.PHONE, 1),
    ("with the country", "Saksnr", ["+47 912 34 567", "004791234567"], Trace.PHONE, 2),
    ("with the word", "Info", ["Tlf. 91 23 45 67"], Trace.PHONE, 1),
    ("most are numbers", "Info", ["91234567", "48123456", "vet ikke"], Trace.PHONE, 2),
    ("names", "Hvem", ["Kari Nordmann", "Ola Hansen", "Per-Arne Lie"], Trace.NAME, 3),
    ("surname first", "Hvem", ["Nordmann, Kari", "Hansen, Ola"], Trace.NAME, 2),
    ("capitals", "Hvem", ["KARI NORDMANN", "OLA HANSEN"], Trace.NAME, 2),
    ("middle initial", "Hvem", ["Kari B. Nordmann"], Trace.NAME, 1),
    ("particles and marks", "Hvem", ["Jan van Dijk", "Sean O'Brien", "Áile Sárá Jåma"], Trace.NAME, 3),
    ("most are names", "Hvem", ["Kari Nordmann", "Ola Hansen", "ukjent"], Trace.NAME, 2),
    ("one case worker on many rows", "Saksbehandler", ["Kari Nordmann"] * 20, Trace.NAME, 20),
    ("contact in the unit", "Kontakt i enheten", ["Kari Nordmann"] * 3, Trace.NAME, 3),
    ("ISO dates of birth", "Dato", ["1985-03-12", "1971-11-02 00:00:00"], Trace.BIRTH, 2),
    ("Norwegian dates of birth", "Dato", ["12.03.1985", "2.11.71", "1/2/1990"], Trace.BIRTH, 3),
    ("children's dates of birth", "Født", ["2014-03-12", "2013-01-30"], Trace.BIRTH, 2),
    ("born, with a word for events", "Født registrert", ["1985-03-12"], Trace.BIRTH, 1),
    ("one sentence", "Merknad", [None, "Bor hos mor i Storgata, innlagt på sykehus i mars"], Trace.TEXT, 1),
    ("sentences about a user", "Brukers situasjon", ["Flyttet fra kommunen etter at han mistet jobben"], Trace.TEXT, 1),
]  # fmt: skip
NOBODY = [
    ("empty", "Merknad", [None, None]),
    ("dashes", "Merknad", ["-", "–", "ingen"]),
    ("short comments", "Merknad", ["ok", "se journal", "ny i år"]),
    ("the same words on every row", "Merknad", ["Kartlagt av oppfølgingstjenesten i løpet av høsten samme år"] * 4),
    ("municipalities", "Kommune", ["Stavanger", "Indre Østfold", "Øvre Eiker"]),
    ("municipalities without the word", "Hvor", ["Indre Østfold", "Nordre Land", "Sør-Varanger", "Stor-Elvdal"]),
    ("Sami and Norwegian", "Hvor", ["Kárášjohka - Karasjok", "Guovdageaidnu - Kautokeino"]),
    ("districts", "Bydelsnavn", ["Gamle Oslo", "Grünerløkka", "Nordre Aker"]),
    ("units", "Enhetsnavn", ["Rus Sentrum", "Psykisk Helse Nord", "Team Madla"]),
    ("units without the word", "Hvor", ["Rus Hundvåg", "NAV Stavanger", "Psykisk Madla", "Helsehuset Øst"]),
    ("a unit that is named as a person, on many rows", "Hus", ["Villa Solbakken"] * 3),
    ("a long name of a unit", "Tjenestested", ["Oppfølgingstjenesten for rus og psykisk helse, Sentrum og Storhaug"]),
    ("labels of the form", "Svar", ["Takket nei", "Under arbeid", "Psykisk helse", "Daglig omsorg"]),
    ("a label as long as a sentence", "Gruppe 2", ["Rusproblem med mindre alvorlig psykisk lidelse"]),
    ("single words", "Hvem", ["Kari", "Ola"]),
    ("dates of registration", "Registrert dato", ["2014-10-01", "2013-05-02"]),
    ("dates of the wave", "Dato", ["2019-10-01", "2018-11-15"]),
    ("first contact long ago", "Første kontakt", ["2001-01-15", "1998-04-01"]),
    ("years of birth", "Fødselsår", ["1985", "1971"]),
    ("impossible months", "Nr", ["1985-13-12", "12.45.1985"]),
    ("counts", "Antall", ["1", "12", "103"]),
    ("amounts", "Beløp", ["25000000", "31500000"]),
    ("amounts without the word", "Budsjett", ["25000000", "31500000"]),
    ("amounts with blanks", "Budsjett", ["25 000 000", "31 500 000"]),
    ("digits of another script", "Dato", ["١٩٨٥-٠٣-١٢", "12.03.١٩٨٥"]),
    ("case numbers by year", "Nummer", ["20190012", "20180333"]),
    ("case numbers", "Saksnr", ["45123456", "45123457"]),
    ("one number among words", "Info", ["91234567", "a", "b"]),
    ("dates in eight digits", "Nummer", ["31122014", "20190101"]),
    ("organisation numbers", "Info", ["964965226", "964338531"]),
    ("account numbers", "Konto", ["8601.11.17947"]),
    ("coordinates", "Info", ["58.97", "5.73"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "cells", "kind", "n"), [p[1:] for p in PERSONS], ids=[p[0] for p in PERSONS])
def test_tells_who_persons_are(header, cells, kind, n):
    assert trace(header, cells) == (kind, n)


@pytest.mark.parametrize(("header", "cells"), [n[1:] for n in NOBODY], ids=[n[0] for n in NOBODY])
def test_tells_nothing_of_persons(header, cells):
    assert trace(header, cells) is None


FIGURES = [
    ("Kilde", ["post@example.no"], Trace.EMAIL),
    ("Telefon", ["22334455"], Trace.PHONE),
    ("Info", ["+47 22 33 44 55"], Trace.PHONE),
    ("Kroner", ["45123456"], None),
    ("Beløp", ["45123456"], None),
    ("Ansvarlig", ["Kari Nordmann"], None),
    ("Dato", ["1985-03-12"], None),
    ("Merknad", ["Tallet gjelder hele året og er hentet fra kommunens regnskap"], None),
]


@pytest.mark.parametrize(("header", "cells", "kind"), FIGURES, ids=[f"{f[0]}-{f[2]}" for f in FIGURES])
def test_figures_may_have_names_and_texts(header, cells, kind):
    found = trace(header, cells, SurveyKind.FIGURES)
    assert (found and found[0]) == kind

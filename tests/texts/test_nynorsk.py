"""What a municipality reads exists in nynorsk: whole, with the same fields, and not as bokmål by another name."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from pipelines.contracts.model import Texts
from pipelines.contracts.repository import Contracts
from pipelines.settings import REPOSITORY
from pipelines.texts import FOLDER

DOMAINS = (
    *("intake", "forslag", "validation", "handin", "rapport", "levering", "register"),
    *("skjema", "geography", "grenser", "kart", "merknad", "opplasting", "revisjon"),
    *("dashboard", "enhet"),
)
"""Read whole by those who hand in, and what all pages say. Of `cli` they read only what `check` and `deliver` say."""

HANDIN_COMMAND = REPOSITORY / "pipelines" / "cli" / "handin.py"

BOKMAAL = frozenset(
    (
        *("ikke", "noe", "noen", "hva", "hvem", "hvor", "hvordan", "hvis", "hver", "fra", "en", "et", "én", "ett"),
        *("bare", "flere", "mer", "også", "være", "hun", "jeg", "dere", "disse", "velg", "kommer", "finnes", "mangler"),
        *("filen", "kolonner", "raden", "inneholder", "rettes", "sjekkes", "leses", "åpnes", "godtatt"),
        *("lest", "skrevet", "tatt", "gjør", "gjøre", "undersøkelse", "undersøkelsen", "alvorlig", "lidelse", "kun"),
        *("boligsituasjon", "uten", "enhet", "enheten", "tjeneste", "tall", "antall", "foreløpig", "offentliggjøres"),
    )
)
"""Common words that only bokmål has."""

SAME_IN_BOTH = frozenset({
    "Aldersgruppe", "Alderspensjon", "Alle", "Alle med rusproblem", "Ansvarsgruppe", "Arbeid", "Barnevern",
    "Basisgruppe", "Blålys", "Bydel", "Bydelsnummer", "Fylke", "Fysisk helse", "Gul", "Har fått hjelp ved behov",
    "Helseregion", "Hos andre", "I arbeid eller utdanning", "I liten grad", "I stor grad", "I svært stor grad",
    "Indikator", "Individuell plan", "Informasjon", "Ingen barn", "Inndeling", "Institusjon", "Ja", "Kartleggingsår",
    "Kategori", "Kjønn", "KoRus-region", "Kommune", "Kommunenummer", "Koordinator", "Kvalifiseringsprogram", "Kvinne",
    "Landet", "Legemiddelassistert rehabilitering (LAR)", "Levekårsindeks", "Løpenummer", "Mann", "Merknad",
    "Møtt med respekt", "NAV", "Nei", "Null", "Omsorg for eller samvær med barn", "Oppfølging",
    "Praktisk hjelp: arbeid", "Praktisk hjelp: nettverk", "Praktisk hjelp: økonomi", "Problemgruppe", "Psykisk helse",
    "Regionkode", "Regiontype", "Rus", "Rusmiddelbruk", "Samvær", "Sosial fungering", "Sosialhjelp",
    "Sosialt nettverk", "Uføretrygd", "Under arbeid", "Verdi", "mill. kr", "prosent", "år", "Årgang", "År", "årsverk",
    "Økonomi",
})  # fmt: skip
"""Contract texts that need no `nn`, since they are written so in both. Write `nn` for a new text, or add it here."""

AGE_GROUP = re.compile(r"\d+(–\d+)? år( og eldre)?")


def catalogue(language: str, domain: str) -> dict[str, tuple[str, ...]]:
    """Key -> its text, or both plural forms."""
    path = FOLDER / language / f"{domain}.po"
    if not path.exists():
        return {}
    messages = [m for m in read_po(io.BytesIO(path.read_bytes())) if m.id]
    return {m.id[0] if isinstance(m.id, tuple) else str(m.id):
            tuple(m.string) if isinstance(m.string, list | tuple) else (str(m.string),) for m in messages}  # fmt: skip


def fields(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


@pytest.mark.parametrize("domain", DOMAINS)
class TestCatalogues:
    def test_every_text_has_nynorsk(self, domain: str):
        nb, nn = catalogue("nb", domain), catalogue("nn", domain)
        assert nb
        assert sorted(key for key in nb if not all(nn.get(key, ("",)))) == []
        assert sorted(nn.keys() - nb.keys()) == []

    def test_the_same_fields_and_plurals_are_filled(self, domain: str):
        nb, nn = catalogue("nb", domain), catalogue("nn", domain)
        shape = {key: [fields(said) for said in texts] for key, texts in nb.items()}
        assert {key: [fields(said) for said in nn[key]] for key in nb} == shape

    def test_no_bokmaal_is_left(self, domain: str):
        found = {key: left for key, texts in catalogue("nn", domain).items() if (left := bokmaal(" ".join(texts)))}
        assert found == {}


def bokmaal(said: str) -> set[str]:
    """The words that only bokmål has; fields and commands are left out."""
    plain = re.sub(r"\{\w+\}|«opptrapp [^»]*»", " ", said)
    return set(re.findall(r"[a-zæøåé]+", plain.lower())) & BOKMAAL


@pytest.mark.parametrize(
    ("said", "left"),
    [("Filen er ikke lest.", {"filen", "ikke", "lest"}), ("Fila er ikkje lesen.", set()), ("Bruk {hva}.", set())],
)
def test_bokmaal_is_recognised(said: str, left: set[str]):
    assert bokmaal(said) == left


def test_what_check_and_deliver_say_has_nynorsk():
    source = Path(HANDIN_COMMAND).read_text(encoding="utf-8")
    asked = set(re.findall(r'"(cli\.\w+)"', source))
    assert asked
    assert asked - catalogue("nn", "cli").keys() == set()
    assert {key: left for key, texts in catalogue("nn", "cli").items() if (left := bokmaal(" ".join(texts)))} == {}


def texts_of(contracts: Contracts) -> Iterator[tuple[str, Texts | None]]:
    """Every text of the contracts that a municipality reads, with where it stands."""
    for survey in contracts.surveys.values():
        yield survey.id, survey.title
        yield from ((survey.id, reason) for reason in survey.no_form.values())
        yield survey.id, survey.legal_basis.note if survey.legal_basis else None
        yield survey.id, survey.stop.reason if survey.stop else None
        for form in survey.forms.values():
            where = f"{survey.id}/{form.id}"
            for column in form.columns:
                yield f"{where} {column.name}", column.title
                yield from ((f"{where} {column.name}", code.label) for code in column.codes)
            for rule in form.all_rules:
                yield f"{where} {rule.id}", rule.text
                yield f"{where} {rule.id} hjelp", rule.help


class TestContracts:
    def test_every_text_has_nynorsk_or_is_the_same_in_both(self, contracts: Contracts):
        lacking = [(where, t["nb"]) for where, t in texts_of(contracts) if t and not t.get("nn")]
        assert [(w, t) for w, t in lacking if t not in SAME_IN_BOTH and not AGE_GROUP.fullmatch(t)] == []
        assert {t for _, t in lacking} >= SAME_IN_BOTH, "the list names only texts that there are"

    def test_no_bokmaal_is_left(self, contracts: Contracts):
        assert [(w, left) for w, t in texts_of(contracts) if t and (left := bokmaal(t.get("nn", "")))] == []

    def test_a_rule_with_words_of_its_own_tells_what_to_do(self, contracts: Contracts):
        rules = [r for s in contracts.surveys.values() for f in s.forms.values() for r in f.all_rules]
        assert [r.id for r in rules if r.text and not (r.help and r.help.get("nb") and r.help.get("nn"))] == []

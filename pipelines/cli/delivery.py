"""`delivery list|receipt|confirm|withdraw|delete`, `trace`, `declare` and `note`: the desk at the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.markup import escape

from pipelines.access import person
from pipelines.cli.installation import installation
from pipelines.cli.output import console, fail, print_json, table
from pipelines.contracts.model import in_language
from pipelines.disclosure.words import tells_number
from pipelines.geography import load_geography
from pipelines.handin import Desk, HandIn, Receipt
from pipelines.handin.figures import OwnFigure
from pipelines.handin.part_names import part_name
from pipelines.handin.receipt import MunicipalFigures
from pipelines.handin.trace import trace
from pipelines.register import Acknowledgement, DeliveryEntry, PartEntry, Statement, open_register
from pipelines.reports.listed import placed
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_HIDDEN, number, timestamp, with_unit


def list_deliveries(
    municipality: str | None, survey: str | None, year: int | None, limit: int, *, as_json: bool
) -> None:
    """The history, newest first."""
    register = open_register(installation().register_url)
    entries = register.deliveries(municipality=municipality, survey=survey, year=year, limit=limit)
    if as_json:
        print_json([_facts(entry) for entry in entries])
        return
    if not entries:
        console.print(text("levering.ingen_leveringer"))
        return
    rows = [
        (
            entry.number,
            timestamp(entry.received_at),
            entry.file_name,
            text(f"rapport.status_{entry.status}"),
            number(entry.rows_accepted),
            _states(entry.parts),
        )
        for entry in entries
    ]
    headings = [text(f"levering.kol_{k}") for k in ("levering", "mottatt", "fil", "status", "antall_rader", "tilstand")]
    table(text("levering.leveringer"), headings, rows, right=(4,))


def show_receipt(delivery: str, language: str, *, as_json: bool) -> None:
    """The receipt of a delivery, as it was printed when it was handed in; that it was seen is in the trail."""
    settings = installation()
    receipt = HandIn.of(settings).receipt(delivery)
    open_register(settings.register_url).note(person(), "så kvittering", receipt.delivery.number)
    if as_json:
        facts = {**_facts(receipt.delivery), "figures": [asdict(place) for place in receipt.figures]}
        print_json(facts)
    else:
        print_receipt(receipt, language)


def confirm(delivery: str, name: str, acknowledged: Sequence[str], language: str) -> None:
    """Confirm a delivery; `acknowledged` are «rule=reason»."""
    statement = statement_of(name, acknowledged, language)
    Desk.of(Settings(), language).confirm(delivery, statement, actor=person())
    console.print(text("levering.bekreftet", language, delivery=delivery, name=statement.name), markup=False)


def statement_of(name: str, acknowledged: Sequence[str], language: str = "nb") -> Statement:
    """The statement that the options of a command make: its user confirms both legal basis and information."""
    pairs = [given.partition("=") for given in acknowledged]
    if wrong := [given for given, sign, reason in pairs if not sign or not reason.strip()]:
        fail(text("levering.bekreft_form", language, given=wrong[0][:40]))
    reasons = tuple(Acknowledgement(rule.strip(), reason.strip()) for rule, _, reason in pairs)
    return Statement(name=name.strip(), legal_basis=True, informed=True, acknowledged=reasons)


def withdraw(delivery: str, reason: str, language: str) -> None:
    """Take a delivery back."""
    parts = Desk.of(Settings(), language).withdraw(delivery, actor=person(), reason=reason)
    console.print(text("levering.trukket", language, delivery=delivery, n=len(parts)))


def delete(delivery: str, reason: str, language: str, *, sure: bool) -> None:
    """Delete a delivery's rows for good; asks for the number again unless `sure`."""
    desk = Desk.of(Settings(), language)
    desk.register.delivery(delivery)
    if not sure and console.input(text("levering.slett_sikker", language, delivery=delivery)).strip() != delivery:
        fail(text("levering.slett_avbrutt", language))
    removed = desk.delete(delivery, actor=person(), reason=reason)
    console.print(text("levering.slettet", language, delivery=delivery, n=removed))


def declare(survey: str, year: int, municipality: str, reason: str | None, language: str, *, revoke: bool) -> None:
    """Enter that a municipality does not take part in a wave, or take that back."""
    desk, actor = Desk.of(Settings(), language), person()
    if revoke:
        desk.revoke_declaration(survey, year, municipality, actor=actor)
    else:
        desk.declare_not_mapping(survey, year, municipality, actor=actor, reason=reason or "")
    said = "levering.erklaering_tatt_tilbake" if revoke else "levering.erklaering"
    console.print(text(said, language, survey=survey, year=year, municipality=municipality))


def add_note(survey: str, year: int, municipality: str, words: str, indicator: str | None, language: str) -> None:
    """Put a note beside a municipality's figure."""
    desk = Desk.of(Settings(), language)
    note = desk.add_note(survey, year, municipality, indicator, words, actor=person())
    console.print(text("levering.merknad_lagt", language, note=note))
    if tells_number(words):
        console.print(text("merknad.har_tall", language))


def remove_note(note: int, language: str) -> None:
    """Take a note away."""
    Desk.of(Settings(), language).remove_note(note, actor=person())
    console.print(text("levering.merknad_fjernet", language, note=note))


def list_notes(municipality: str | None, *, as_json: bool) -> None:
    """The notes that stand."""
    notes = open_register(installation().register_url).notes(municipality=municipality)
    if as_json:
        print_json([asdict(note) for note in notes])
        return
    rows = [
        (str(n.id), n.survey, str(n.year), n.municipality, n.indicator or text("levering.alle_tall"), escape(n.text))
        for n in notes
    ]
    headings = [text(f"levering.kol_{k}") for k in ("id", "undersokelse", "aar", "kommune", "indikator", "merknad")]
    table(text("levering.merknader"), headings, rows)


def show_trace(delivery: str, *, as_json: bool) -> None:
    """Where a delivery went."""
    settings = installation()
    found = trace(open_register(settings.register_url), delivery)
    if as_json:
        parts = [
            {
                **_part(traced.part),
                "releases": [release.id for release in traced.releases],
                "reports": {release.id: placed(settings.reports, release.id) for release in traced.releases},
            }
            for traced in found.parts
        ]
        print_json({**_facts(found.delivery), "parts": parts})
        return
    _print_head(found.delivery, "nb")
    names = _Names(settings)
    rows = [
        (
            names.of(traced.part, "nb"),
            number(traced.part.rows),
            text(f"levering.tilstand_{traced.part.state}"),
            ", ".join(f"{r.id} ({r.status})" for r in traced.releases) or text("levering.ingen_utgivelse_av"),
            number(sum(len(placed(settings.reports, r.id)) for r in traced.releases)),
        )
        for traced in found.parts
    ]
    headings = [text(f"levering.kol_{k}") for k in ("del", "antall_rader", "tilstand", "utgivelser", "rapporter")]
    table(text("levering.spor"), headings, rows, right=(1, 4))


def print_receipt(receipt: Receipt, language: str) -> None:
    """The receipt in the terminal."""
    delivery = receipt.delivery
    _print_head(delivery, language)
    names = _Names(Settings())
    for one in receipt.parts:
        said = text(f"levering.tilstand_{one.part.state}", language)
        console.print(f"  {names.of(one.part, language)}: {number(one.part.rows)} – {said}", markup=False)
        if one.waits:
            console.print("    " + text("revisjon.del_venter", language, aar=one.part.year))
        if one.changes is not None:
            key = "levering.endring_ingen" if one.changes.none else "levering.endring"
            console.print("    " + text(key, language, **{k: number(v) for k, v in asdict(one.changes).items()}))
    for place in receipt.figures:
        _print_figures(place, language)
    if receipt.figures:
        console.print(text("levering.egne_tall_om", language))
    for correction in receipt.corrections:
        console.print(correction.told(language), markup=False, soft_wrap=True)


def _print_head(delivery: DeliveryEntry, language: str) -> None:
    console.print(f"[bold]{text('levering.kvittering', language, delivery=delivery.number)}[/bold]")
    lines = {
        "mottatt": timestamp(delivery.received_at, language),
        "fil": delivery.file_name,
        "hash": delivery.file_sha256,
        "skjema": f"{delivery.survey or '–'} {delivery.form or ''} {delivery.form_version or ''}".strip(),
        "bekreftet_av": delivery.statement.name if delivery.statement else text("levering.ikke_bekreftet", language),
    }
    for key, said in lines.items():
        console.print(f"  {text(f'levering.kol_{key}', language)}: {escape(said)}", soft_wrap=True)


def _print_figures(place: MunicipalFigures, language: str) -> None:
    earlier = {figure.indicator: figure for figure in place.before}
    rows = []
    for figure in place.now:
        base = in_language(figure.base_title, language) if figure.base_title else ""
        row = [in_language(figure.title, language), base, _value(figure, language), _base(figure, language)]
        rows.append([*row, _value(earlier[figure.indicator], language) if figure.indicator in earlier else ""])
    headings = [text(f"levering.kol_{k}", language) for k in ("indikator", "basisgruppe", "verdi", "grunnlag", "for")]
    kept = slice(None) if place.before else slice(None, -1)
    title = text("levering.egne_tall", language, municipality=place.municipality, year=place.year)
    table(title, headings[kept], [row[kept] for row in rows], right=(2, 3, 4)[: 3 if place.before else 2])


def _value(figure: OwnFigure, language: str) -> str:
    return SIGN_HIDDEN if figure.value is None else with_unit(figure.value, figure.unit, language=language)


def _base(figure: OwnFigure, language: str) -> str:
    return "" if figure.base_count is None else number(figure.base_count, language=language)


class _Names:
    """Names of parts; each year's municipalities are looked up once."""

    def __init__(self, settings: Settings) -> None:
        self._desk = Desk.of(settings)
        self._geography = load_geography(settings.contracts / "reference")
        self._by_year: dict[int, dict[str, str]] = {}

    def of(self, part: PartEntry, language: str) -> str:
        """«1103 Stavanger, Rus, 2019»."""
        survey = self._desk.contracts.surveys.get(part.survey)
        if survey is None:
            return f"{part.survey} {part.year}"
        names = self._by_year.setdefault(part.year, self._geography.names(part.year))
        return part_name(survey, part, names, language)


def _states(parts: Sequence[PartEntry]) -> str:
    return ", ".join(text(f"levering.tilstand_{state}") for state in dict.fromkeys(part.state for part in parts)) or "–"


def _facts(entry: DeliveryEntry) -> dict[str, Any]:
    """A delivery as JSON: what the register holds of it, no row and no value."""
    return asdict(entry) | {"parts": [_part(part) for part in entry.parts]}


def _part(part: PartEntry) -> dict[str, Any]:
    names = ("survey", "form", "form_version", "year", "municipality", "rows", "synthetic")
    return {**{name: getattr(part, name) for name in names}, "state": part.state.value}

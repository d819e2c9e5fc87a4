"""A receipt in words and tables: what was received, what it replaced and changed, and the own key figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pipelines.contracts.model import Survey, in_language
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_HIDDEN, number, own_decimals, timestamp, with_unit
from pipelines.told.table import Cell, Column, Table

if TYPE_CHECKING:
    from pipelines.handin import Receipt
    from pipelines.handin.figures import OwnFigure
    from pipelines.handin.receipt import MunicipalFigures, ReceiptPart
    from pipelines.register import DeliveryEntry, Ending, PartEntry

DASH = "–"


@dataclass(frozen=True)
class ReceiptShown:
    """A receipt ready to read. `status` is a sentence on what the delivery came to."""

    number: str
    title: str
    status: str
    facts: tuple[tuple[str, str], ...]
    parts: Table | None
    figures: tuple[Table, ...]
    figures_note: str


def receipt_shown(
    receipt: Receipt,
    surveys: Mapping[str, Survey],
    part_name: Callable[[PartEntry], str],
    language: str = "nb",
) -> ReceiptShown:
    """Put a receipt into words.

    Args:
        receipt: as the engine makes it.
        surveys: by id, for their titles.
        part_name: what a part is called.
    """
    entry = receipt.delivery
    return ReceiptShown(
        number=entry.number,
        title=text("levering.kvittering", language, delivery=entry.number),
        status=_status(entry, language),
        facts=tuple(_facts(entry, surveys.get(entry.survey or ""), language)),
        parts=_parts(receipt, part_name, language) if receipt.parts else None,
        figures=tuple(_figures(receipt, place, part_name, language) for place in receipt.figures if place.now),
        figures_note=_note(receipt, language),
    )


def _note(receipt: Receipt, language: str) -> str:
    """What the figures are, and which corrections hold for them."""
    about = [text("opplasting.egne_tall_om", language)] if any(p.now for p in receipt.figures) else []
    return " ".join([*about, *(correction.told(language) for correction in receipt.corrections)])


def _status(entry: DeliveryEntry, language: str) -> str:
    if not entry.rows_accepted:
        return text("opplasting.kvittering_avvist", language)
    key = "kvittering_delvis" if entry.rows_refused else "kvittering_mottatt"
    counts = {name: number(n, language=language) for name, n in
              (("accepted", entry.rows_accepted), ("refused", entry.rows_refused))}  # fmt: skip
    return text(f"opplasting.{key}", language, **counts)


def _facts(entry: DeliveryEntry, survey: Survey | None, language: str) -> list[tuple[str, str]]:
    rows = text(
        "opplasting.rader_sum",
        language,
        read=number(entry.rows_read, language=language),
        accepted=number(entry.rows_accepted, language=language),
        aside=number(entry.rows_set_aside, language=language),
        refused=number(entry.rows_refused, language=language),
    )
    said = [
        ("mottatt", timestamp(entry.received_at, language)),
        ("fil", entry.file_name),
        ("hash", entry.file_sha256),
        ("undersokelse", in_language(survey.title, language) if survey else DASH),
        ("aar", str(entry.year) if entry.year else ""),
        ("skjema", text("opplasting.skjema_versjon", language, form=entry.form, version=entry.form_version)
         if entry.form else ""),
    ]  # fmt: skip
    facts = [(text(f"levering.kol_{key}", language), words) for key, words in said if words]
    facts += [(text("levering.kol_antall_rader", language), rows)]
    facts += _confirmed(entry, language)
    for key, ending in (("trukket", entry.withdrawn), ("slettet", entry.deleted)):
        if ending is not None:
            facts.append((text(f"opplasting.{key}", language), _ended(ending, language)))
    return facts


def _confirmed(entry: DeliveryEntry, language: str) -> list[tuple[str, str]]:
    term = text("levering.kol_bekreftet_av", language)
    if entry.statement is None:
        return [(term, text("opplasting.ikke_bekreftet", language))]
    confirmed = text("opplasting.bekreftet_av", language, name=entry.statement.name)
    reasons = [
        (text("opplasting.kvittert", language, rule=one.rule), one.reason) for one in entry.statement.acknowledged
    ]
    return [(term, confirmed), *reasons]


def _ended(ending: Ending, language: str) -> str:
    return text(
        "opplasting.avsluttet", language, when=timestamp(ending.at, language), who=ending.actor, reason=ending.reason
    )


def _parts(receipt: Receipt, part_name: Callable[[PartEntry], str], language: str) -> Table:
    titles = ("del", "antall_rader", "tilstand")
    columns = [Column(text(f"levering.kol_{key}", language), numeric=key == "antall_rader") for key in titles]
    columns.append(Column(text("opplasting.kol_endring", language), numeric=False))
    rows = tuple(
        (
            Cell(part_name(one.part)),
            Cell(number(one.part.rows, language=language)),
            Cell(text(f"levering.tilstand_{one.part.state}", language), note=_part_note(one, language)),
            Cell(_changes(one, language)),
        )
        for one in receipt.parts
    )
    return Table(text("opplasting.deler", language), tuple(columns), rows)


def _part_note(one: ReceiptPart, language: str) -> str | None:
    """What replaced the part, and that it waits because its wave is published."""
    said = []
    if one.part.replaced_by is not None:
        said.append(text("opplasting.erstattet_av", language, delivery=one.part.replaced_by))
    if one.waits:
        said.append(text("revisjon.del_venter", language, aar=one.part.year))
    return " ".join(said) or None


def _changes(one: ReceiptPart, language: str) -> str:
    if one.changes is None:
        return text("opplasting.erstatter_ingen", language)
    key = "levering.endring_ingen" if one.changes.none else "levering.endring"
    return text(key, language, **{k: number(v, language=language) for k, v in asdict(one.changes).items()})


def _figures(receipt: Receipt, place: MunicipalFigures, part_name: Callable[[PartEntry], str], language: str) -> Table:
    earlier = {figure.indicator: figure for figure in place.before}
    name = next(
        (part_name(one.part).partition(",")[0] for one in receipt.parts if one.part.municipality == place.municipality),
        place.municipality,
    )
    keys = ["tall", *(["for"] if place.before else []), "na", "intervall", "n"]
    columns = tuple(Column(text(f"opplasting.kol_{key}", language), numeric=key != "tall") for key in keys)
    rows = tuple(_figure_row(figure, earlier, bool(place.before), language) for figure in place.now)
    caption = text("levering.egne_tall", language, municipality=name, year=place.year)
    return Table(caption, columns, rows)


def _figure_row(figure: OwnFigure, earlier: Mapping[str, OwnFigure], compared: bool, language: str) -> tuple[Cell, ...]:
    base = in_language(figure.base_title, language) if figure.base_title else None
    before = (_value(earlier.get(figure.indicator), language),) if compared else ()
    count = figure.base_count if figure.base_count is not None else figure.counted
    shown = count is not None and figure.hidden is None
    return (
        Cell(in_language(figure.title, language), note=base),
        *before,
        _value(figure, language),
        Cell(_interval(figure, language)),
        Cell(number(count, language=language) if shown and count is not None else ""),
    )


def _value(figure: OwnFigure | None, language: str) -> Cell:
    if figure is None:
        return Cell(DASH, missing=True)
    if figure.hidden is not None:
        return Cell(SIGN_HIDDEN, note=text(f"opplasting.skjult_{figure.hidden}", language), missing=True)
    if figure.value is None:
        return Cell(text("opplasting.uten_verdi", language), missing=True)
    return Cell(with_unit(figure.value, figure.unit, language=language))


def _interval(figure: OwnFigure, language: str) -> str:
    if figure.low is None or figure.high is None:
        return ""
    decimals = 1 if figure.unit == "prosent" else own_decimals(figure.low)
    low, high = (number(end, decimals, language) for end in (figure.low, figure.high))
    return f"{low}{DASH}{high}"

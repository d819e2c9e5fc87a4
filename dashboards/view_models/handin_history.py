"""A municipality's deliveries as a list, and what may still be done with one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.contracts.model import Severity
from pipelines.texts import text
from pipelines.texts.numbers import number, timestamp
from pipelines.told.table import Cell, Column, Table

if TYPE_CHECKING:
    from pipelines.register import Declaration, DeliveryEntry, FigureNote

DASH = "–"
FEW = 3
"""Municipalities of a delivery that are named."""
SHOWN = 200
"""Deliveries in one list, newest first."""


@dataclass(frozen=True)
class Actions:
    """What may be done with a delivery now; `rules` are the warnings that a late confirmation gives reasons for."""

    confirm: bool
    withdraw: bool
    delete: bool
    rules: tuple[str, ...]


def actions(entry: DeliveryEntry) -> Actions:
    """What may be done with a delivery: only with what was accepted, and each thing once."""
    states = {part.state.value for part in entry.parts}
    counts = tuple(dict.fromkeys(c.rule for c in entry.counts if c.severity == Severity.WARNING.value))
    return Actions(
        confirm=entry.statement is None and "gjeldende" in states,
        withdraw="gjeldende" in states,
        delete=bool(states - {"slettet"}),
        rules=counts,
    )


def history(
    entries: Sequence[DeliveryEntry],
    survey: Callable[[str], str],
    places: Callable[[int], Mapping[str, str]],
    language: str = "nb",
) -> Table:
    """The deliveries, one row each.

    Args:
        entries: newest first.
        survey: id -> title.
        places: year -> the names of the municipalities there were then, by number.
        language: of the words.
    """
    of_years = {year: places(year) for year in {entry.year for entry in entries if entry.year is not None}}
    keys = ("levering", "mottatt", "fil", "status", "antall_rader", "tilstand")
    columns = tuple(Column(text(f"levering.kol_{key}", language), numeric=key == "antall_rader") for key in keys)
    rows = tuple(
        (
            Cell(entry.number),
            Cell(timestamp(entry.received_at, language)),
            Cell(entry.file_name, note=_of(entry, survey, of_years)),
            Cell(text(f"rapport.status_{entry.status}", language)),
            Cell(number(entry.rows_accepted, language=language)),
            Cell(state(entry, language), note=_unconfirmed(entry, language)),
        )
        for entry in entries
    )
    return Table(text("levering.leveringer", language), columns, rows)


def state(entry: DeliveryEntry, language: str = "nb") -> str:
    """What has become of the parts; a dash where none was accepted."""
    found = dict.fromkeys(part.state.value for part in entry.parts)
    return ", ".join(text(f"levering.tilstand_{one}", language) for one in found) or DASH


def declared(declarations: Sequence[Declaration], survey: Callable[[str], str], language: str = "nb") -> Table:
    """The waves that a municipality has said it does not map in.

    Args:
        survey: id -> title.
    """
    keys = ("undersokelse", "aar", "grunn", "nar")
    columns = tuple(Column(text(f"opplasting.kol_{key}", language), numeric=False) for key in keys)
    rows = tuple(
        (Cell(survey(d.survey)), Cell(str(d.year)), Cell(d.reason), Cell(timestamp(d.at, language), note=d.actor))
        for d in declarations
    )
    return Table(text("opplasting.erklaeringer", language), columns, rows)


def noted(
    notes: Sequence[FigureNote],
    survey: Callable[[str], str],
    indicator: Callable[[str, str], str],
    language: str = "nb",
) -> Table:
    """A municipality's notes.

    Args:
        survey: id -> title.
        indicator: survey's and indicator's id -> title.
    """
    keys = ("nr", "undersokelse", "aar", "gjelder", "merknad", "nar")
    columns = tuple(Column(text(f"opplasting.kol_{key}", language), numeric=False) for key in keys)
    rows = tuple(
        (
            Cell(str(n.id)),
            Cell(survey(n.survey)),
            Cell(str(n.year)),
            Cell(indicator(n.survey, n.indicator) if n.indicator else text("levering.alle_tall", language)),
            Cell(n.text),
            Cell(timestamp(n.at, language), note=n.actor),
        )
        for n in notes
    )
    return Table(text("opplasting.merknader", language), columns, rows)


def _of(entry: DeliveryEntry, survey: Callable[[str], str], of_years: Mapping[int, Mapping[str, str]]) -> str | None:
    """«BrukerPlan 2019, Stavanger»; a number that was no municipality's then, stands as it is."""
    wave = " ".join(filter(None, (survey(entry.survey) if entry.survey else "", str(entry.year or ""))))
    names = of_years.get(entry.year or 0, {})
    told = ", ".join([wave, *(names.get(code, code) for code in entry.municipalities[:FEW])])
    return (f"{told} …" if len(entry.municipalities) > FEW else told) or None


def _unconfirmed(entry: DeliveryEntry, language: str) -> str | None:
    return text("opplasting.ubekreftet", language) if actions(entry).confirm else None

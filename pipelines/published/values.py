"""One published figure and what describes it: frozen values, no file format, no library.

Names of the fields are the columns of the release, in the field's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipelines.texts.borrowed import said

COMPUTED = "beregnet"
"""The source (`kilde`) of figures this project computed; every other source is reported."""

KEY = ["indikator", "aar", "regiontype", "regionkode", "geografi", "basisgruppe", "inndeling", "kategori",
       "kilde", "argang"]  # fmt: skip
"""What names a figure, and the order figures stand in."""

WHOLE = "alle"
"""The breakdown and the category of a figure that is not broken down."""


class Status(StrEnum):
    """What a row of the cube says about its figure. The list only grows; an unknown one closes the release."""

    OK = "ok"
    HIDDEN = "skjult"
    NOT_RECEIVED = "ikke_mottatt"
    NOT_MAPPED = "ikke_kartlagt"
    NOT_ASKED = "ikke_spurt"
    UNCERTAIN = "usikkert"
    NOT_APPLICABLE = "ikke_aktuelt"
    NO_DENOMINATOR = "ingen_nevner"
    UNKNOWN_DENOMINATOR = "ukjent_nevner"
    NOT_PLACED = "ikke_plassert"


WITH_VALUE = (Status.OK, Status.UNCERTAIN)
"""The statuses of figures that have a number; every other says why there is none."""


FOR_EVERY_BASE = (Status.NOT_RECEIVED, Status.NOT_MAPPED, Status.NOT_ASKED, Status.NOT_PLACED)
"""Why a computed indicator has nothing to tell of a place and year, whatever the base group: told once, in `WHOLE`."""


VIEW_2024 = "2024"
VIEW_REPORTED = "rapportert"
"""The two views of counties and municipalities (`geografi`): on the borders of 2024, or as they were."""

POOL = "ovrige"
"""The region type of a county's hidden municipalities together (the code is the county's): told beside a municipality
that is hidden, and never ranked, mapped, judged or compared."""


@dataclass(frozen=True)
class Figure:
    """One row of the cube. `verdi`, `ki_lav` and `ki_hoy` are in the indicator's unit, percent as 0–100."""

    indikator: str
    aar: int
    regiontype: str
    regionkode: str
    geografi: str
    basisgruppe: str
    inndeling: str
    kategori: str
    teller: int | None
    nevner: int | None
    verdi: float | None
    ki_lav: float | None
    ki_hoy: float | None
    metode: str | None
    status: Status
    arsak: str | None
    kilde: str
    argang: str | None
    skjema: str | None
    syntetisk: bool
    avrundet: int | None = None
    """What its counts are rounded to multiples of; value and interval are of the rounded counts."""

    @property
    def has_value(self) -> bool:
        """Whether there is a number to show; a hidden row never has one, whatever its columns hold."""
        return self.verdi is not None and self.status in WITH_VALUE

    @property
    def computed(self) -> bool:
        """Whether the figure was computed from accepted rows, not delivered already counted."""
        return self.kilde == COMPUTED


@dataclass(frozen=True)
class Indicator:
    """One row of the catalogue as published with the release."""

    indikator: str
    undersokelse: str
    rekkefolge: int
    titles: Mapping[str, str] = field(hash=False)
    definitions: Mapping[str, str] = field(hash=False)
    type: str
    enhet: str
    retning: str
    basisgrupper: tuple[str, ...]
    inndelinger: tuple[str, ...]
    publisert_som: str | None
    rangering: bool
    plan: str | None
    maal: str | None
    tema: str | None = None
    grense_av: str | None = None
    """The share that this is the least or the most of, when some were not reached."""
    fordeling: str | None = None
    """The whole that this share is a part of; all of its parts together are 100 percent."""
    andel: str | None = None
    """The share's code in it."""
    farge: str | None = None
    """The colour that its level is known by: green, yellow, red or blue."""

    def title(self, language: str = "nb") -> str:
        """The name users see."""
        return said(self.titles, language)

    def definition(self, language: str = "nb") -> str:
        """What the figure counts; empty where the catalogue has none."""
        return said(self.definitions, language)

    @property
    def reported(self) -> bool:
        """Whether its figures arrive already counted."""
        return self.type == "reported"


@dataclass(frozen=True)
class Region:
    """A place figures are given for, on the borders of 2024 or as reported (`geografi`).

    `gyldig_fra`, `gyldig_til`, `linje` (the last number of a municipality that only changed its number) and
    `kommuner_2024` are those of a reported code; `delt` are the divided codes whose persons a region of 2024 lacks or,
    being «ukjent», holds.
    """

    regiontype: str
    regionkode: str
    navn: str
    geografi: str
    overordnet: str | None
    gyldig_fra: int | None = None
    gyldig_til: int | None = None
    linje: str | None = None
    kommuner_2024: tuple[str, ...] = ()
    delt: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Type and code in one word, as it stands in an address: `kommune-5001`."""
        return f"{self.regiontype}-{self.regionkode}"

    def valid_in(self, year: int) -> bool:
        """Whether the place was there in `year`; places on present borders always are."""
        return (self.gyldig_fra or year) <= year <= (self.gyldig_til or year)


@dataclass(frozen=True)
class Coverage:
    """How much of a region took part in a wave. `dekning` is percent of the population aged 18 and over.

    `kommuner_meldt` have declared that they do not map; `usikker` says that `dekning` is under the limit `grense`;
    `anslag` that the region's population is partly an estimate.
    """

    undersokelse: str
    aar: int
    regiontype: str
    regionkode: str
    kommuner_med: int
    kommuner_i_alt: int
    kommuner_meldt: int
    befolkning_med: int | None
    befolkning_i_alt: int | None
    anslag: bool
    dekning: float | None
    grense: float | None
    usikker: bool


@dataclass(frozen=True)
class Note:
    """A municipality's own words about its figures of one wave; about all of them where `indikator` is None.

    `kommunenummer` is that of the year; `kommune_2024` the place that its figures stand under on the borders of 2024.
    """

    undersokelse: str
    aar: int
    kommunenummer: str
    kommune_2024: str
    indikator: str | None
    tekst: str
    dato: date

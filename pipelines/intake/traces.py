"""What in the cells of an undeclared column tells who persons are: e-mail, telephone, names, dates of birth, texts.

What comes out is the kind and how many cells, never a cell. The patterns take Norwegian ways of writing; where a value
alone could be two things (a unit named as a person, a date of birth or of registration), the header, how often values
are repeated and words for places decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

import polars as pl

from pipelines.contracts.model import SurveyKind
from pipelines.intake.headers import normalise

_ABOUT_PERSONS = re.compile(
    r"person|bruker|brukar|pasient|klient|behandler|behandlar|kontakt|pårørende|verge|\blege|fastle|mottaker|mottakar"
    r"|ansvarlig|ansvarleg|utfylt|utfyller|\bna(v|m)n\b|\bmor\b|\bfar\b"
)
_ABOUT_PLACES = re.compile(
    r"kommune|bydel|fylke|region|distrikt|sted|stad|sone|enhet|eining|avdeling|seksjon|tjeneste|teneste|institusjon"
    r"|virksomhet|verksemd|kontor|team|\blag\b|tiltak|leverandør|organisasjon|kode|type|status|kategori|diagnose"
    r"|gruppe|program|skole|skule"
)
_ABOUT_EVENTS = re.compile(
    r"regist|vedtak|henvis|tilvis|start|slutt|kontakt|inn(lagt|satt|skrevet|skriven|ført|tatt)|ut(skrevet|skriven|fylt)"
    r"|opprett|mottatt|motteke|kartlag|oppdater|endr|evaluer|sist|siste|neste|møte|frist|dato for|gjelder fra|fra dato"
)
_ABOUT_BIRTH = re.compile(r"f(ø|o|oe)d(t|d|sel)|\bbirth|\bdob\b")
_ABOUT_NUMBERS = re.compile(r"sak|\bid\b|arkiv|journal|refer|konto|org|løpe|lope|beløp|sum|kroner|\bkr\b")
_ABOUT_PHONES = re.compile(r"t(ele|e)?l?f(on)?\b|tlf|mobil|kontakt|phone")


class Trace(StrEnum):
    """What tells who somebody is; the value is the variant of the sentence."""

    EMAIL = "epost"
    PHONE = "telefon"
    NAME = "navn"
    BIRTH = "fodselsdato"
    TEXT = "fritekst"


def trace_in(
    header: str | None, values: pl.Series, *, kind: SurveyKind, known: pl.Series, wave: int
) -> tuple[Trace, int] | None:
    """What in an undeclared column tells who persons are, and in how many cells.

    Args:
        header: of the column; decides where a value alone could be two things.
        values: its cells, blanks stripped, empty as null.
        kind: figures that are already counted may hold names and texts, but no addresses or telephone numbers.
        known: texts that are never judged, in small letters.
        wave: the year of the survey; dates long before it are dates of birth.
    """
    filled = values.drop_nulls()
    filled = filled.filter(~filled.str.to_lowercase().is_in(known))
    if not filled.len():
        return None
    compared = normalise(header)
    for trace, judge in _OF_FIGURES.items() if kind is SurveyKind.FIGURES else _JUDGES.items():
        if n := judge(compared, filled, wave):
            return trace, n
    return None


MOST = 0.5
"""A column holds telephone numbers, names or dates of birth when at least this share of its filled cells do."""

_EMAIL = r"(?i)[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}"
_PHONE_WORD = r"(?i:t(?:ele)?lf|tlf|telefon|mobil|mob)?[.: ]*"
_SURE_PHONE = (
    rf"^{_PHONE_WORD}(?:"
    r"\(?(?:\+|00) ?47\)? *[2-9]\d(?:[ .-]?\d){6}"  # with the country's number
    r"|[2-9]\d(?:[ .-]\d\d){3}"  # 22 33 44 55
    r"|[489]\d\d[ .-]\d\d[ .-]\d{3})$"  # 901 23 456
)
_BARE_PHONE = r"^[2-9]\d{7}$"
# Numbers of cases begin with the year, amounts end in noughts, and dates are dates.
_NO_PHONE = r"^20\d{6}$|000$|^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d\d$"
_NAME = r"^\p{Lu}[\p{L}'’-]+,?( (van|von|de|der|da|av|al|el|bin)| \p{Lu}[\p{L}'’-]*\.?){0,3} \p{Lu}[\p{L}'’-]+$"
_NO_NAME = (
    r"(?i)\b(kommune|bydel|fylke|region|sone|enhet|eining|avdeling|seksjon|senter|sentrum|sentralt|team|gruppe|kontor|nav"
    r"|rus|psykisk|psykiatri\w*|helse\w*|barnevern\w*|oppfølging\w*|bolig\w*|bustad\w*|tjeneste\w*|teneste\w*|sykehus\w*"
    r"|sjukehus\w*|nord|sør|øst|aust|vest|midt|indre|ytre|øvre|nedre|nordre|søndre|østre|øystre|vestre|midtre|store|lille"
    r"|gamle|nye|st|lege\w*|dps|akutt\w*|ambulant\w*|prosjekt\w*|type|plan|trinn|nivå|klasse|fase)\b"
)
_DATE = r"^(?:(\d{4})-(\d\d)-(\d\d)(?:[ T][\d:.]+)?|(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d\d))$"


def _emails(_: str, filled: pl.Series, __: int) -> int:
    signed = filled.filter(filled.str.contains("@", literal=True))
    return int(signed.str.contains(_EMAIL).sum())


def _phones(header: str, filled: pl.Series, _: int) -> int:
    about = _ABOUT_PHONES.search(header) is not None
    return _phones_with(filled, bare=about or not _ABOUT_NUMBERS.search(header))


def _phones_in_figures(header: str, filled: pl.Series, _: int) -> int:
    return _phones_with(filled, bare=_ABOUT_PHONES.search(header) is not None)


def _phones_with(filled: pl.Series, *, bare: bool) -> int:
    like = filled.str.contains(_SURE_PHONE)
    if bare:
        like = like | (filled.str.contains(_BARE_PHONE) & ~filled.str.contains(_NO_PHONE))
    return _if_most(like)


def _names(header: str, filled: pl.Series, _: int) -> int:
    about_persons = _ABOUT_PERSONS.search(header) is not None
    if not about_persons and _ABOUT_PLACES.search(header):
        return 0
    names = filled.filter(filled.str.contains(_NAME))
    names = names.filter(~names.str.contains(_NO_NAME))
    # Places and units stand on many rows; a person who is mapped stands on one.
    if not about_persons and 2 * names.n_unique() < names.len():
        return 0
    return names.len() if names.len() >= MOST * filled.len() else 0


def _births(header: str, filled: pl.Series, wave: int) -> int:
    if _ABOUT_EVENTS.search(header) and not _ABOUT_BIRTH.search(header):
        return 0
    dates = filled.filter(filled.str.contains(_DATE))
    if dates.len() < MOST * filled.len():
        return 0
    latest = 2015 if _ABOUT_BIRTH.search(header) else min(2015, wave - 5)
    year, month = (dates.str.extract(_DATE, iso).fill_null(dates.str.extract(_DATE, other)).cast(pl.Int64, strict=False)
                   for iso, other in ((1, 6), (2, 5)))  # fmt: skip
    # Two digits above the wave's own are of the last century.
    year += 1900 * year.is_between(wave % 100 + 1, 99).cast(pl.Int64)
    n = int((year.is_between(1900, latest) & month.is_between(1, 12)).sum() or 0)
    return n if n >= MOST * filled.len() else 0


def _texts(header: str, filled: pl.Series, _: int) -> int:
    if _ABOUT_PLACES.search(header) and not _ABOUT_PERSONS.search(header):
        return 0
    long = filled.filter(filled.str.len_chars() >= 30)
    texts = long.filter(long.str.count_matches(r"\p{L}{2,}") >= 6)
    # The same words again and again are the answers of a question; what is written about somebody is written once.
    return texts.len() if 2 * texts.n_unique() > texts.len() else 0


def _if_most(like: pl.Series) -> int:
    n = int(like.sum())
    return n if n >= MOST * like.len() else 0


_Judge = Callable[[str, pl.Series, int], int]
_JUDGES: dict[Trace, _Judge] = {
    Trace.EMAIL: _emails,
    Trace.PHONE: _phones,
    Trace.BIRTH: _births,
    Trace.NAME: _names,
    Trace.TEXT: _texts,
}
_OF_FIGURES: dict[Trace, _Judge] = {Trace.EMAIL: _emails, Trace.PHONE: _phones_in_figures}

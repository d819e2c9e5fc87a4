"""Single figures and indicators for tests of what is shown: everything has a default, the test says what matters."""

from __future__ import annotations

from typing import Any

from pipelines.published import Figure, Indicator, Status


def figure(verdi: float | None = 74.0, aar: int = 2017, **changes: Any) -> Figure:
    """A computed figure for the whole country."""
    said: dict[str, Any] = {
        "indikator": "andel", "aar": aar, "regiontype": "land", "regionkode": "0", "geografi": "2024",
        "basisgruppe": "rus", "inndeling": "alle", "kategori": "alle", "teller": None, "nevner": None, "verdi": verdi,
        "ki_lav": None, "ki_hoy": None, "metode": None, "status": Status.OK, "arsak": None, "kilde": "beregnet",
        "argang": None, "skjema": "2015", "syntetisk": False,
    }  # fmt: skip
    return Figure(**said | changes)


def indicator(enhet: str = "prosent", **changes: Any) -> Indicator:
    """A share with a better direction."""
    said: dict[str, Any] = {
        "indikator": "andel", "undersokelse": "brukerplan", "rekkefolge": 1, "titles": {"nb": "Andel", "nn": "Del"},
        "definitions": {"nb": "Andel av noe."}, "type": "proportion", "enhet": enhet, "retning": "higher",
        "basisgrupper": ("rus", "alle"), "inndelinger": ("kjonn",), "publisert_som": None, "rangering": True,
        "plan": None, "maal": None,
    }  # fmt: skip
    return Indicator(**said | changes)

"""What the pages are called in addresses, in the order of the menu."""

from __future__ import annotations

HAND_IN, RUNS, GRANTS = "last-opp", "kjoringer", "tilganger"
FIGURES = ("oversikt", "indikator", "region", "sammenlign", "opptrappingsplanen", "dekning")
ABOUT = "om-tallene"
ORDER = (*FIGURES, HAND_IN, RUNS, GRANTS, ABOUT)

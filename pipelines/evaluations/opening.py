"""What figures are made from, as it stands at this moment, for processes that live for days."""

from __future__ import annotations

from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.release.inputs import Inputs
from pipelines.settings import Settings

__all__ = ["Inputs", "fresh_inputs"]


def fresh_inputs(settings: Settings) -> Inputs:
    """The installation's contracts, policies, tables and register; contracts are otherwise read once in a process."""
    load_contracts.cache_clear()
    load_catalogue.cache_clear()
    return Inputs(settings)

"""Municipalities through time, the regions they belong to, their population, and coverage."""

from pipelines.geography.reference import Geography, load_geography

__all__ = ["Geography", "load_geography"]

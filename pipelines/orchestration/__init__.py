"""Dagster: the stages as assets, one check per stage, one job. Thin: what a stage does stands in its own package."""

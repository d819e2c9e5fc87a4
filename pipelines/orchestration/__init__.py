"""Dagster: the stages as assets, one check per stage, one job. Thin: what a stage does stands in its own package."""

import warnings

# Dagster tells at every start that parts of it are new («beta»); the lock decides which version we have.
warnings.filterwarnings("ignore", message=".*is currently in (beta|preview)")

"""Opptrapp's pipeline: from municipal survey files to protected, frozen regional figures.

Layers, lowest last, are held by import-linter (see pyproject.toml). Nothing is imported here, so that
`opptrapp --help` and Dagster's code location start without the heavy libraries.
"""

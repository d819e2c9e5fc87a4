"""Indicators: declared in YAML, checked against the contracts, compiled to SQL, estimated. Works on any DuckDB relation."""

"""Indicators: declared in YAML, checked against the contracts, compiled to SQL, estimated."""

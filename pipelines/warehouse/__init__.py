"""The warehouse: one DuckDB file with harmonised rows, counts and the unprotected cube; rebuilt from accepted parts."""

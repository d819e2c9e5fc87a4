"""The evaluators' runs as they are declared: what each follows, when it runs, what it would do, who has not delivered.

Nothing here runs anything, and nothing opens the warehouse; Dagster does that, in `orchestration`.
"""

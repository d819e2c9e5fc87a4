"""Pages for people made from contracts and catalogue: what a form asks, what changed, what is computed from it.

Nothing here reads a delivery or decides anything. The pages lie in `docs/reference/` and are written by
`opptrapp contract docs`; a test fails when they no longer say what the contracts say.
"""

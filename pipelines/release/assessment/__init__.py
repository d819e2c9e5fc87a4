"""What can be said of each published figure beyond its number: `vurdering.parquet`.

Everything here is computed from the protected cube, so that nothing can be derived from a figure that is hidden. The
formulas are `indicators`'; what belongs here is which figures are held together, and why something is not said.
"""

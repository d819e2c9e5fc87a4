"""Running an installation for real: what is wrong with it, copies of it to come back to, and how it fares.

Looks at every store and computes no figure. Whoever runs these may read what the pipeline reads.
"""

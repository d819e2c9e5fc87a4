"""Where places are drawn: the product's own cartogram, and boundaries that somebody has imported.

Positions and shapes only; no figure comes in here. What the dashboards read is `cells` and `stored`; everything else
takes a file in. Which municipalities there are is handed in by whoever calls, from `pipelines.geography`.
"""

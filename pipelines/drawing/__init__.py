"""Vega-Lite drawn without a browser, in the project's own typefaces: the same picture on every machine."""

from pipelines.drawing.vega import png, svg

__all__ = ["png", "svg"]

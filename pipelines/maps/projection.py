"""Longitude and latitude to a plane in which areas are true, so that no place looks larger than it is.

Lambert's azimuthal equal-area projection on a sphere (J. P. Snyder, «Map projections: a working manual», USGS 1987,
section 24). Maps are drawn in the plane and not on Vega's sphere, where one small ring that crosses itself is drawn as
the whole world but itself.
"""

from __future__ import annotations

from math import cos, radians, sin
from typing import Any

import numpy as np

EARTH = 6371.0
"""Kilometres, the mean radius."""
CENTRE = (15.0, 65.0)
"""Longitude and latitude in the middle of the country."""

Points = np.ndarray[Any, np.dtype[np.float64]]


def project(places: Points) -> Points:
    """Kilometres east and north of `CENTRE`.

    Args:
        places: longitudes and latitudes in degrees, shape (places, 2).

    Returns:
        The same shape.
    """
    lon, lat = np.radians(places).T
    turned, middle = lon - radians(CENTRE[0]), radians(CENTRE[1])
    across = np.cos(lat) * np.cos(turned)
    scale = EARTH * np.sqrt(2 / (1 + sin(middle) * np.sin(lat) + cos(middle) * across))
    north = cos(middle) * np.sin(lat) - sin(middle) * across
    return np.asarray(scale[:, None] * np.c_[np.cos(lat) * np.sin(turned), north])

"""The projection, against distances calculated by hand."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.maps.projection import project


@pytest.mark.parametrize(
    ("place", "expected"),
    [((15.0, 65.0), (0.0, 0.0)), ((15.0, 66.0), (0.0, 111.194)), ((15.0, 90.0), (0.0, 2757.874))],
    ids=["midten", "en grad nord", "polen"],
)
def test_projection_by_hand(place: tuple[float, float], expected: tuple[float, float]) -> None:
    """On the middle meridian the distance is 2 R sin(c / 2), with R = 6371 km and c the angle from the centre."""
    assert project(np.array([place]))[0] == pytest.approx(expected, abs=0.001)


def test_areas_are_true() -> None:
    """A small quadrangle far north is as large as on the sphere: R² Δλ (sin φ₂ − sin φ₁), with R = 6371 km."""
    west, east, south, north = 25.0, 25.1, 70.0, 70.05
    corners = project(np.array([[west, south], [east, south], [east, north], [west, north]]))
    x, y = corners.T
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    true = 6371**2 * np.radians(east - west) * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
    assert area == pytest.approx(true, rel=1e-3)

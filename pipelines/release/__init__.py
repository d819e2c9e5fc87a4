"""Releases: the protected cube frozen into a folder that never changes, checked, and published by naming it."""

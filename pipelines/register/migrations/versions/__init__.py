"""The steps, in order: `m<number>_<what it brings>.py`."""

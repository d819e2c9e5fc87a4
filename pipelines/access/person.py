"""The operating system's word for who runs this process. No option and no environment variable can say otherwise."""

from __future__ import annotations

import getpass
import os

try:
    import pwd
except ImportError:  # a system without user numbers: its own word is all there is
    pwd = None  # type: ignore[assignment]


def person() -> str:
    """The name of the user that the process belongs to; its number where the number has no name."""
    if pwd is None:
        return getpass.getuser()
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid-{number}"

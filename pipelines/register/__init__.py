"""The register: who handed in what, what became of it, which releases exist, and a trail of what was done.

Many small concurrent writes; SQLite (WAL) by default, any SQLAlchemy database by URL. Holds no row of any survey:
of findings only rule, column and count.
"""

from pipelines.register.store import AcceptedPart, Delivery, Register, ReleaseEntry, open_register

__all__ = ["AcceptedPart", "Delivery", "Register", "ReleaseEntry", "open_register"]

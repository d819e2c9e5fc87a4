"""The register: who handed in what, what became of it, which releases exist, and a trail of what was done.

Many small concurrent writes; SQLite (WAL) by default, PostgreSQL by URL. Holds no row of any survey: of findings only
rule, column and count. Texts that people write are screened for identity numbers before they come here.
"""

from pipelines.register.entries import (
    AcceptedPart,
    Acknowledgement,
    Declaration,
    Delivery,
    DeliveryEntry,
    DeliveryOfWave,
    Ending,
    Event,
    FigureNote,
    FindingCount,
    Grant,
    PartEntry,
    PartState,
    Person,
    ReleaseEntry,
    ReleaseStep,
    Revision,
    Statement,
    Waiting,
    WaveProblem,
)
from pipelines.register.numbering import receipt_number
from pipelines.register.opening import open_register
from pipelines.register.store import Register

__all__ = [
    "AcceptedPart",
    "Acknowledgement",
    "Declaration",
    "Delivery",
    "DeliveryEntry",
    "DeliveryOfWave",
    "Ending",
    "Event",
    "FigureNote",
    "FindingCount",
    "Grant",
    "PartEntry",
    "PartState",
    "Person",
    "Register",
    "ReleaseEntry",
    "ReleaseStep",
    "Revision",
    "Statement",
    "Waiting",
    "WaveProblem",
    "open_register",
    "receipt_number",
]

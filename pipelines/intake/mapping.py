"""What a user may accept: that a header or a text in a coded column means what the form calls something else.

Nothing is read otherwise than it stands unless it has been accepted. Finding what to suggest is `likeness`' (headers)
and `recode`'s (codes); keeping what was accepted is the register's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from pipelines.errors import UserError
from pipelines.texts import text


class Kind(StrEnum):
    """What is substituted."""

    HEADER = "overskrift"
    CODE = "kode"


class SubstitutionError(UserError):
    """Something kept or sent as an accepted suggestion is not one."""


@dataclass(frozen=True)
class Substitution:
    """`found` in the file is to be read as `means`.

    `column` is our harmonised name. For a header, `means` is the form's header; for a code, `found` is a spelling that
    the contract knows (never another value of the file) and `means` the file's code.
    """

    kind: Kind
    column: str
    found: str
    means: str

    def as_dict(self) -> dict[str, str]:
        """The plain form that is kept and sent."""
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> Substitution:
        """The substitution that `as_dict` wrote.

        Raises:
            SubstitutionError: another kind, other fields, or fields that are no text.
        """
        if set(values) != _FIELDS or not all(isinstance(value, str) for value in values.values()):
            raise SubstitutionError(text("forslag.feil_form"))
        if values["kind"] not in set(Kind):
            raise SubstitutionError(text("forslag.feil_form"))
        return cls(Kind(values["kind"]), values["column"], values["found"], values["means"])


_FIELDS = {f.name for f in fields(Substitution)}

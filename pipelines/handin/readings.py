"""Files as they came to readings: what a municipality has accepted before is applied again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.contracts.repository import Contracts
from pipelines.intake import Reading, Substitution, Upload, read_upload
from pipelines.register import Register


@dataclass(frozen=True)
class Reader:
    """Reads files for one request: what the user said of them, and the register that remembers accepted mappings."""

    contracts: Contracts
    register: Register
    survey: str | None = None
    year: int | None = None
    language: str = "nb"
    accepted: tuple[Substitution, ...] = ()

    def read(self, upload: Upload) -> Reading:
        """One file, with the substitutions that the user accepts now or that its municipalities have accepted before.

        What is remembered is used only where the file itself raises the same question again.
        """
        reading = self._read(upload, self.accepted)
        if not reading.suggestions or reading.survey is None or reading.form is None:
            return reading
        remembered = self._remembered(upload, reading)
        return self._read(upload, (*self.accepted, *remembered)) if remembered else reading

    def _remembered(self, upload: Upload, reading: Reading) -> tuple[Substitution, ...]:
        """Those of the suggestions that every municipality in the file has accepted before."""
        if reading.survey is None or reading.form is None:
            return ()
        # Which municipality it is may stand in a column whose header is one of the questions.
        assumed = self._read(upload, (*self.accepted, *reading.suggestions))
        municipalities = {part.municipality for part in assumed.parts}
        if not municipalities or None in municipalities:
            return ()
        known = [
            {
                Substitution.from_dict(entry)
                for entry in self.register.mapping(reading.survey.id, reading.form.id, m or "")
            }
            for m in municipalities
        ]
        return tuple(s for s in reading.suggestions if all(s in accepted for accepted in known))

    def _read(self, upload: Upload, accepted: Sequence[Substitution]) -> Reading:
        return read_upload(
            upload, self.contracts, survey=self.survey, year=self.year, language=self.language, accepted=accepted
        )

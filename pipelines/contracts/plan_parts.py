"""What every part of an escalation plan's YAML is made of: texts in both written languages, years, statements."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.texts.borrowed import said

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Year = Annotated[int, Field(ge=1990, le=2050)]
Language = Literal["nb", "nn"]


class Part(BaseModel):
    """A part of the file: nothing but its declared fields, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PlanText(Part):
    """One text in both written languages."""

    nb: str = Field(min_length=1, description="Bokmål.")
    nn: str = Field(min_length=1, description="Nynorsk.")

    def said(self, language: str) -> str:
        """The text in `language`; bokmål where that is neither."""
        return said({"nb": self.nb, "nn": self.nn}, language)


class Period(Part):
    """The years the plan holds in, or that a statement is of."""

    first: Year = Field(description="First year. Good: 2016.")
    last: Year = Field(description="Last year. Good: 2020.")


class Statement(Part):
    """What a source says in words. Sources that disagree stand side by side."""

    says: PlanText = Field(description="One sentence with who and when. Good: Regjeringen sa i oktober 2019 at …")
    sources: tuple[str, ...] = Field(min_length=1, description="Ids under `sources`.")

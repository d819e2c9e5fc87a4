"""Checks of content: a form's quality rules, run by Great Expectations, to findings a case worker can act on.

Findings about the file itself (unreadable, wrong form, identity numbers) come from `intake`. Great Expectations
is imported only when something is validated.
"""

from pipelines.validation.engine import validate
from pipelines.validation.outcome import NotRun, Outcome

__all__ = ["NotRun", "Outcome", "validate"]

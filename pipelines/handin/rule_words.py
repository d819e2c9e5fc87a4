"""What a rule is called to whoever must answer for it when the file that broke it is gone."""

from __future__ import annotations

from pipelines.contracts.model import Form
from pipelines.validation.described import described


def rule_words(form: Form | None, rule: str, language: str = "nb") -> str:
    """A rule as a sentence: «Boligsituasjon: Bare kodene i listen.».

    Args:
        form: that the file was made with; None where there is no such form any more.
        rule: its id.
        language: of the sentence.

    Returns:
        The column and what the rule reacts to; the id of a rule that is not the form's.
    """
    found = None if form is None else next((one for one in form.all_rules if one.id == rule), None)
    if form is None or found is None:
        return rule
    said = described(form, found, language)
    return f"{form.by_name[found.column].header}: {said}" if found.column else said

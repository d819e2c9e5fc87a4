"""`contract diff`: two versions of a form, of a survey's folder, or two forms of a survey, held against each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.cli.output import ERRORS, console, fail, print_json
from pipelines.codebook.changes_page import changes_page
from pipelines.codebook.comparison import Comparison, compare
from pipelines.contracts.model import Form
from pipelines.contracts.odcs import read_form, read_yaml
from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.settings import Settings
from pipelines.texts import text

SUFFIX = ".odcs.yaml"
Unpaired = tuple[str, Path]
"""Key of the sentence on a form that stands in one folder only, and its file."""


def diff_contracts(given: Sequence[str], *, check: bool, as_json: bool) -> None:
    """Print what changed; exit 2 with `check` when a version number grew less than the changes demand.

    Args:
        given: two form files, two folders of forms, or a survey and two of its forms.
        check: judge the version numbers.
        as_json: print an array of comparisons instead of Markdown.
    """
    comparisons, unpaired = _of_survey(*given) if len(given) == 3 else _of_paths(given)
    if as_json:
        print_json([*map(Comparison.as_dict, comparisons), *map(_unpaired, unpaired)])
    else:
        pages = [*map(changes_page, comparisons), *(f"{text(key, form=p.name)}\n" for key, p in unpaired)]
        console.print("\n".join(pages), markup=False, soft_wrap=True, end="")
    if check and not all(c.version_is_enough for c in comparisons):
        sys.exit(ERRORS)


def _unpaired(found: Unpaired) -> dict[str, Any]:
    key, path = found
    return {"form": path.name.removesuffix(SUFFIX), "what": key.partition(".")[2]}


def _of_survey(survey_id: str, old: str, new: str) -> tuple[list[Comparison], list[Unpaired]]:
    surveys = load_contracts(Settings().contracts).surveys
    if survey_id not in surveys:
        fail(text("cli.ukjent_undersokelse", survey=survey_id, known=", ".join(surveys)))
    forms = surveys[survey_id].forms
    for form in (old, new):
        if form not in forms:
            fail(text("endring.ukjent_skjema", survey=survey_id, form=form, known=", ".join(forms)))
    return [_compared(forms[old], forms[new])], []


def _of_paths(given: Sequence[str]) -> tuple[list[Comparison], list[Unpaired]]:
    paths = [Path(name) for name in given]
    if len(paths) == 2 and all(p.is_dir() for p in paths):
        return _of_folders(*paths)
    if len(paths) != 2 or not all(p.is_file() for p in paths):
        fail(text("endring.hva_sammenlignes"))
    survey = _survey_of(paths[1])
    return [_compared(*(read_form(p, survey) for p in paths))], []


def _of_folders(old: Path, new: Path) -> tuple[list[Comparison], list[Unpaired]]:
    before, after = ({p.name: p for p in sorted(f.glob(f"*{SUFFIX}"))} for f in (old, new))
    if not before and not after:
        fail(text("endring.hva_sammenlignes"))
    pairs = [(before[name], after[name]) for name in after if name in before]
    compared = [_compared(*(read_form(p, _survey_of(second)) for p in (first, second))) for first, second in pairs]
    return compared, list(_alone(before, after))


def _alone(before: dict[str, Path], after: dict[str, Path]) -> Iterator[Unpaired]:
    yield from (("endring.skjema_nytt", p) for name, p in after.items() if name not in before)
    yield from (("endring.skjema_borte", p) for name, p in before.items() if name not in after)


def _survey_of(path: Path) -> str:
    """The survey a form file belongs to: that of its folder, or else the table's name in it."""
    if path.resolve().parent.name in load_contracts(Settings().contracts).surveys:
        return path.resolve().parent.name
    document = read_yaml(path)
    tables = document.get("schema") if isinstance(document, dict) else None
    return str(tables[0].get("name")) if isinstance(tables, list) and tables and isinstance(tables[0], dict) else ""


def _compared(old: Form, new: Form) -> Comparison:
    contracts, catalogue = load_contracts(Settings().contracts), load_catalogue(Settings().contracts)
    return compare(old, new, contracts.surveys.get(new.survey), catalogue.get(new.survey, ()))

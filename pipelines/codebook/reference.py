"""Every generated file by its path, and which of them are stale. Writing is the command's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.codebook.comparison import compare
from pipelines.codebook.form_page import form_page
from pipelines.codebook.indicator_page import indicator_page
from pipelines.codebook.markdown import page, table
from pipelines.codebook.plan_page import plan_page
from pipelines.codebook.release_page import release_page
from pipelines.codebook.schemas import schemas
from pipelines.contracts.model import Form, Survey
from pipelines.contracts.plan_file import Plan
from pipelines.contracts.release_policy import load_release_policy
from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Catalogue, Indicator
from pipelines.indicators.plans import load_plans
from pipelines.indicators.uses import columns_used
from pipelines.texts import text

INDICATORS = "indikatorer.md"
RELEASES = "utgivelser.md"


def reference_files(contracts: Contracts, catalogue: Catalogue, docs: Path) -> dict[Path, str]:
    """What should lie in `docs` (the codebook) and in the contracts' `schema/` (the JSON schemas).

    The same contracts give the same bytes.
    """
    plans = load_plans(contracts.folder)
    pages = {"README.md": _index(contracts, plans.values()), INDICATORS: indicator_page(contracts, catalogue)}
    pages[RELEASES] = release_page(load_release_policy(contracts.folder))
    for survey in contracts.surveys.values():
        pages |= _survey(survey, catalogue.get(survey.id, ()))
    pages |= {_plan_file(plan): plan_page(plan) for plan in plans.values()}
    files = {docs / name: content for name, content in pages.items()}
    return files | {contracts.folder / "schema" / name: content for name, content in schemas().items()}


def stale(files: Mapping[Path, str]) -> list[Path]:
    """Files that are missing or say something else, and files beside them that nothing makes any more."""
    wrong = [p for p, content in files.items() if not p.is_file() or p.read_text(encoding="utf-8") != content]
    folders = {p.parent for p in files}
    extra = [p for folder in folders if folder.is_dir() for p in folder.iterdir() if p not in files]
    return sorted([*wrong, *extra])


def _survey(survey: Survey, indicators: Sequence[Indicator]) -> dict[str, str]:
    used_by: dict[str, list[str]] = defaultdict(list)
    for indicator in indicators:
        for column in columns_used(indicator, survey):
            used_by[column].append(indicator.id)
    pages: dict[str, str] = {}
    earlier: Form | None = None
    for form in _in_order(survey):
        since = compare(earlier, form, survey, indicators) if earlier else None
        pages[f"{survey.id}-{form.id}.md"] = form_page(survey, form, since, used_by)
        earlier = form
    return pages


def _in_order(survey: Survey) -> list[Form]:
    """Forms by the first year they hold in."""
    first = {form: min(y for y, f in survey.form_by_year.items() if f == form) for form in survey.forms}
    return sorted(survey.forms.values(), key=lambda form: first[form.id])


def _plan_file(plan: Plan) -> str:
    return f"plan-{plan.id}.md"


def _index(contracts: Contracts, plans: Iterable[Plan]) -> str:
    headings = [text(f"kodebok.{k}") for k in ("undersokelse", "skjemaer", "kolonner_antall")]
    rows = [
        (survey.title["nb"], f"[{form.title}]({survey.id}-{form.id}.md)", str(len(form.columns)))
        for survey in contracts.surveys.values()
        for form in _in_order(survey)
    ]
    return page(
        [f"# {text('kodebok.tittel_oversikt')}", "", text("kodebok.laget"), ""],
        table(headings, rows),
        [f"[{text('kodebok.indikatorene')}]({INDICATORS})"],
        ["", f"[{text('kodebok.utgivelser')}]({RELEASES})"],
        [line for plan in plans for line in ("", f"[{plan.title.nb}]({_plan_file(plan)})")],
    )

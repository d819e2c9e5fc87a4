"""The page of all indicators: what each counts, of whom, and from which columns."""

from __future__ import annotations

from pipelines.codebook.markdown import code, page, table
from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Catalogue, Indicator
from pipelines.indicators.uses import columns_used
from pipelines.texts import text


def indicator_page(contracts: Contracts, catalogue: Catalogue) -> str:
    """Indicators by survey, computed ones in full, reported ones in a table."""
    blocks: list[list[str]] = [[f"# {text('kodebok.indikatorene')}", "", text("kodebok.laget"), ""]]
    for name, indicators in catalogue.items():
        survey = contracts.surveys[name]
        blocks.append([f"## {survey.title['nb']}", ""])
        for indicator in indicators:
            if not indicator.reported:
                columns = ", ".join(map(code, columns_used(indicator, survey)))
                blocks.append(_computed(indicator, columns, survey.published_population))
        headings = [text(f"kodebok.{k}") for k in ("indikator", "tittel", "enhet", "rangering")]
        rows = [
            (code(i.id), i.title.nb, i.unit, text("kodebok.ja" if i.ranking else "kodebok.nei"))
            for i in indicators
            if i.reported
        ]
        blocks.append(table(headings, rows))
    return page(*blocks)


def _computed(indicator: Indicator, columns: str, population: str | None) -> list[str]:
    titles = dict.fromkeys([indicator.title.nb, indicator.title.nn or indicator.title.nb])
    definition = [indicator.definition.nb, ""] if indicator.definition else []
    facts = [
        (text("kodebok.teller"), code(indicator.numerator or "")),
        (text("kodebok.nevner"), code(indicator.denominator)),
        (text("kodebok.populasjon"), code(indicator.population or population or "")),
        (text("kodebok.teller_hva"), code(indicator.counts or "")),
        (text("kodebok.grupper"), ", ".join(map(code, indicator.bases))),
        (text("kodebok.inndelinger"), ", ".join(map(code, indicator.breakdowns))),
        (text("kodebok.enhet"), indicator.unit),
        (text("kodebok.retning"), text(f"kodebok.retning_{indicator.direction}")),
        (text("kodebok.publisert_som"), code(indicator.published_as or "")),
        (text("kodebok.kolonner"), columns),
    ]
    rows = [fact for fact in facts if fact[1]]
    return [f"### `{indicator.id}`: {' / '.join(titles)}", "", *definition, *table([text("kodebok.om"), ""], rows)]

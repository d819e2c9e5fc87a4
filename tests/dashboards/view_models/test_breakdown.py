"""One indicator by groups."""

from __future__ import annotations

from dashboards.view_models.breakdown import breakdown
from pipelines.published import Release


def test_groups_stand_in_the_order_of_their_labels_not_of_their_values(release: Release) -> None:
    found = breakdown(release, release.indicator["bostedslos"], release.region["land-0"], "rus", "aldersgruppe", 2019)
    codes = [code for code in release.codes("aldersgruppe") if code not in ("16-17", "18-29")]
    assert [place.name for place in found.places] == [release.label("aldersgruppe", code) for code in codes]
    assert [column.title for column in found.table.columns] == ["Aldersgruppe", "2015", "2017", "2019"]
    assert found.summary.startswith("Etter aldersgruppe i 2019: 18–23 år ")
    assert found.table.caption == "Bostedsløse, hele landet, etter aldersgruppe", "the picture has it as its title"
    assert found.table.columns[0].note == "95 % intervall og n under tallet"
    of = [figure.nevner for figure in found.figures if figure.kategori == codes[0]]
    assert (found.table.rows[0][3].note or "").endswith(f"n = {of[0]:,}".replace(",", "\N{NO-BREAK SPACE}"))


def test_hidden_groups_are_counted_in_the_sentence(release: Release) -> None:
    place = release.region["kommune-5006"]
    found = breakdown(release, release.indicator["individuell_plan"], place, "rus", "kjonn", 2019)
    assert [(p.name, p.missing.label if p.missing else "tall") for p in found.places] == [
        ("Mann", "tall"),
        ("Kvinne", ": skjult"),
    ]
    assert found.summary.endswith("Én gruppe har ikke noe tall.")


def test_without_rows_by_group_the_reason_is_that_of_the_whole(release: Release) -> None:
    place = release.region["kommune-1505"]
    found = breakdown(release, release.indicator["bostedslos"], place, "rus", "kjonn", 2019)
    assert found.empty
    assert "Kommunen kartla ikke (meldt)." in found.summary

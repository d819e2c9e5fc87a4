"""The shipped rules on small files: what is found, on which row, in which order, and what is not."""

import polars as pl
import pytest

from pipelines.contracts.model import Severity
from pipelines.validation import validate
from pipelines.validation.lookups import Suggesting


def told(outcome):
    return [(f.rule, f.row, f.value) for f in outcome.findings]


ONE_CELL = [
    # column, value, expected rule (None: nothing wrong), expected value in the finding
    ("bolig", "1", None, None),
    ("bolig", "4", "bolig-kode", "4"),
    ("bolig", "01", "bolig-kode", "01"),
    ("bolig", "Grønn", "bolig-kode", "Grønn"),
    ("bolig", None, "bolig-mangler", None),
    ("levekarsindeks", None, None, None),
    ("levekarsindeks", "5", "levekarsindeks-kode", "5"),
    ("bydelsnummer", None, None, None),
    ("bydelsnummer", "030101", None, None),
    ("bydelsnummer", "30101", "bydelsnummer-format", "30101"),
    ("bydelsnummer", "0301011", "bydelsnummer-format", "0301011"),
    ("kartleggingsaar", "2019", None, None),
    ("kartleggingsaar", "2031", "kartleggingsaar-omraade", "2031"),
    ("kartleggingsaar", "2010", "kartleggingsaar-omraade", "2010"),
    ("kartleggingsaar", "i fjor", "kartleggingsaar-tall", "i fjor"),
    ("kartleggingsaar", "2019.5", "kartleggingsaar-tall", "2019.5"),
    ("kartleggingsaar", None, "kartleggingsaar-mangler", None),
]


@pytest.mark.parametrize("case", ONE_CELL)
def test_one_cell_gives_at_most_one_finding(cut, check, case):
    column, value, rule, shown = case
    outcome = check(cut("brukerplan", "2019", column), {column: "2019" if "aar" in column else None}, {column: value})
    on_row = [(f.rule, f.value) for f in outcome.findings if f.row == 5]
    assert on_row == ([] if rule is None else [(rule, shown)])


@pytest.mark.parametrize(
    ("barn", "antall", "rules"),
    [
        ("1", "2", []),
        ("2", "0", ["antall-barn-null"]),
        ("3", None, []),
        ("9", None, []),
        (None, None, ["barn-mangler"]),
        ("1", None, ["antall-barn-krav"]),
        ("2", None, ["antall-barn-krav"]),
        ("3", "16", ["antall-barn-omraade"]),
        ("3", "-1", ["antall-barn-omraade"]),
        ("1", "to", ["antall-barn-tall"]),
        ("1", "nan", ["antall-barn-tall"]),
        ("1", "inf", ["antall-barn-tall"]),
    ],
)
def test_number_of_children_and_its_requirement(cut, check, barn, antall, rules):
    outcome = check(cut("brukerplan", "2019", "barn", "antall_barn"), {"barn": barn, "antall_barn": antall})
    assert [f.rule for f in outcome.findings] == rules


@pytest.mark.parametrize(
    ("year", "number", "rules"),
    [
        ("2019", "0301", []),
        ("2020", "1108", []),
        ("2019", "1108", ["kommune-gyldig"]),
        ("2020", "0301", ["kommune-gyldig"]),
        ("2019", "301", ["kommunenummer-format"]),
        ("2019", None, ["kommunenummer-mangler"]),
    ],
)
def test_a_municipality_is_judged_by_its_own_year(cut, check, year, number, rules):
    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    good = {"kartleggingsaar": "2019", "kommunenummer": "1103"}
    outcome = check(form, good, {"kartleggingsaar": year, "kommunenummer": number}, good)
    assert [(f.rule, f.row) for f in outcome.findings] == [(rule, 5) for rule in rules]
    assert outcome.not_run == ()


def test_the_message_of_an_invalid_municipality_is_the_contracts_own(cut, check):
    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    bad = {"kartleggingsaar": "2019", "kommunenummer": "1108"}
    (finding,) = check(form, bad).findings
    assert finding.message == (
        "Her står «1108». Kommunenummeret må være gyldig i året undersøkelsen gjelder. "
        "Bruk nummeret kommunen hadde det året, for eksempel 1103."
    )
    (finding,) = check(form, bad, language="nn").findings
    assert "Kommunenummeret må vere gyldig i året undersøkinga gjeld." in finding.message


@pytest.mark.parametrize(
    ("number", "todo"),
    [
        pytest.param("1108", "1108 er Sandnes fra og med 2020. Bruk 1102 (Sandnes).", id="the right one is named"),
        pytest.param("9999", "Bruk nummeret kommunen hadde det året, for eksempel 1103.", id="or the contract's help"),
    ],
)
def test_a_lookup_that_knows_the_right_code_names_it(cut, check, number, todo):
    def suggestion(code: str, year: int, language: str) -> str | None:
        assert (year, language) == (2019, "nb")
        return "1108 er Sandnes fra og med 2020. Bruk 1102 (Sandnes)." if code == "1108" else None

    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    lookups = {"kommuner": Suggesting(lambda _: frozenset({"1103"}), suggestion)}
    bad = {"kartleggingsaar": "2019", "kommunenummer": number}
    (finding,) = check(form, bad, lookups=lookups).findings
    assert finding.message == (
        f"Her står «{number}». Kommunenummeret må være gyldig i året undersøkelsen gjelder. {todo}"
    )


def test_in_a_year_the_lookup_does_not_know_nothing_is_valid(cut, check):
    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    outcome = check(form, {"kartleggingsaar": "2021", "kommunenummer": "9999"})
    assert [(f.rule, f.value) for f in outcome.findings] == [("kommune-gyldig", "9999")]


def test_rows_that_a_lookup_is_not_about_pass_in_such_a_year(cut, check):
    form = cut("indikatortall", "1", "aar", "regiontype", "regionkode")
    land = {"aar": "2001", "regiontype": "land", "regionkode": "0"}
    outcome = check(form, land, {**land, "regiontype": "kommune", "regionkode": "1103"})
    assert [(f.rule, f.value) for f in outcome.findings] == [("regionkode-kommune", "1103")]


def test_a_lookup_nobody_gave_is_named_as_not_run(cut, check):
    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    outcome = check(form, {"kartleggingsaar": "2019", "kommunenummer": "9999"}, lookups={})
    assert [n.rule for n in outcome.not_run] == ["kommune-gyldig"]


def test_rows_without_a_year_are_named_for_their_file_only(cut, check):
    form = cut("brukerplan", "2019", "kartleggingsaar", "kommunenummer")
    good = {"kartleggingsaar": "2019", "kommunenummer": "1103"}
    outcome = check(form, good, {**good, "fil": 3, "kartleggingsaar": None})
    assert [(n.rule, n.file) for n in outcome.not_run] == [("kommune-gyldig", 3)]
    assert [(f.file, f.rule) for f in outcome.findings] == [(3, "kartleggingsaar-mangler")]


def test_a_column_that_was_not_read_is_named_as_not_run(cut, frame):
    form = cut("brukerplan", "2019", "bolig", "kjonn")
    rows = frame(form, {"bolig": "1", "kjonn": "1"}).drop("bolig")
    outcome = validate(form, rows, {}, year_column="kartleggingsaar")
    assert [n.rule for n in outcome.not_run] == ["bolig-mangler", "bolig-kode", "bolig-ukjent", "bolig-alle-like"]
    assert "Boligsituasjon" in outcome.not_run[0].why


@pytest.mark.parametrize(
    ("places", "rows_found"),
    [
        ([(0, 0, "A"), (0, 0, "B")], []),
        ([(0, 0, "A"), (0, 0, "A"), (0, 0, "B")], [4, 5]),
        ([(0, 0, "A"), (0, 1, "A")], []),
        ([(0, 0, "A"), (1, 0, "A")], []),
        ([(0, 0, None), (0, 0, None)], []),
    ],
)
def test_a_row_key_is_unique_within_its_part_only(cut, check, places, rows_found):
    rows = [{"fil": fil, "del": part, "lopenummer": key} for fil, part, key in places]
    outcome = check(cut("brukerplan", "2019", "lopenummer"), *rows)
    assert [f.row for f in outcome.findings if f.rule == "lopenummer-dublett"] == rows_found


def test_a_duplicate_names_the_other_rows(cut, check):
    outcome = check(cut("brukerplan", "2019", "lopenummer"), *[{"lopenummer": "A"}] * 6)
    assert "Samme verdi står også i radene 5, 6, 7 og 2 til." in outcome.findings[0].message
    outcome = check(cut("brukerplan", "2019", "lopenummer"), *[{"lopenummer": "A"}] * 2)
    assert "Samme verdi står også i rad 4." in outcome.findings[1].message


@pytest.mark.parametrize(("unknown", "of", "found"), [(1, 10, False), (2, 10, True), (3, 10, True), (0, 1, False)])
def test_too_many_unknown_is_a_warning_about_the_part(cut, check, unknown, of, found):
    rows = [{"bolig": "9" if n < unknown else "1", "del": 0} for n in range(of)]
    others = [{"bolig": "1", "del": 1}] * 5
    outcome = check(cut("brukerplan", "2019", "bolig"), *rows, *others)
    assert [(f.rule, f.severity, f.part, f.row, f.column) for f in outcome.findings] == (
        [("bolig-ukjent", Severity.WARNING, 0, None, "Boligsituasjon")] if found else []
    )


def test_the_share_is_told_with_a_norwegian_number(cut, check):
    rows = [{"bolig": "9"}] * 1 + [{"bolig": "1"}] * 2
    (finding,) = check(cut("brukerplan", "2019", "bolig"), *rows).findings
    assert finding.value == "33,3\N{NO-BREAK SPACE}%"
    assert finding.message.startswith(
        "Boligsituasjon: 33,3\N{NO-BREAK SPACE}% av radene er 9 (Ukjent); ventet er mindre enn 20\N{NO-BREAK SPACE}%."
    )


def test_no_rows_at_all_are_refused_by_the_row_count(cut, check):
    outcome = check(cut("brukerplan", "2019", "bolig", table_rules=True))
    assert [(f.rule, f.row, f.value) for f in outcome.findings] == [("antall-rader", None, "0")]


FIGURE = {"indikator": "bolig", "aar": "2019", "regiontype": "land", "regionkode": "0", "kilde": "x", "argang": None}


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, []),
        ({"indikator": "ukjent"}, ["indikator-kjent"]),
        ({"indikator": "Stor"}, ["indikator-format"]),
        ({"regionkode": "1"}, ["regionkode-land"]),
        ({"regiontype": "kommune", "regionkode": "0301"}, []),
        ({"regiontype": "kommune", "regionkode": "1108"}, ["regionkode-kommune"]),
        ({"regiontype": "fylke", "regionkode": "11"}, []),
        ({"verdi": "12,5"}, []),
        ({"verdi": "12.5"}, []),
        ({"verdi": "<5"}, ["verdi-tall"]),
        ({"teller": "12,5"}, ["teller-tall"]),
    ],
)
def test_figures_that_arrive_counted(cut, check, change, rules):
    names = ["indikator", "aar", "regiontype", "regionkode", "teller", "verdi", "kilde", "argang"]
    outcome = check(cut("indikatortall", "1", *names), {**FIGURE, **change})
    assert [f.rule for f in outcome.findings] == rules


def test_the_same_figure_twice_counts_a_blank_vintage_as_a_vintage(contracts, check):
    form = contracts.surveys["indikatortall"].forms["1"]
    whole = {**FIGURE, "verdi": "7", "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle", "enhet": "antall"}
    outcome = check(form, whole, whole, {**whole, "argang": "2020"}, {**whole, "del": 1})
    assert [(f.rule, f.row, f.column) for f in outcome.findings] == [
        ("tall-dublett", 4, None),
        ("tall-dublett", 5, None),
    ]
    assert "Samme tall står to ganger." in outcome.findings[0].message


def test_many_files_at_once_are_told_apart_and_in_order(cut, check):
    form = cut("brukerplan", "2019", "kjonn", "bolig")
    rows = [
        {"fil": 7, "rad": 4, "kjonn": "1", "bolig": "x"},
        {"fil": 2, "rad": 9, "kjonn": "x", "bolig": "y"},
        {"fil": 2, "rad": 5, "kjonn": "1", "bolig": None},
    ]
    outcome = check(form, *rows)
    assert [(f.file, f.row, f.rule, f.column) for f in outcome.findings] == [
        (2, 5, "bolig-mangler", "Boligsituasjon"),
        (2, 9, "kjonn-kode", "Kjønn"),
        (2, 9, "bolig-kode", "Boligsituasjon"),
        (7, 4, "bolig-kode", "Boligsituasjon"),
    ]
    assert check(form, *rows[::-1]).findings == outcome.findings


def test_a_column_that_is_empty_throughout_is_blank_and_not_text(cut, check):
    outcome = check(cut("brukerplan", "2019", "levekarsindeks", "bydelsnummer"), {}, {})
    assert outcome.findings == ()


def test_a_possible_identity_number_is_never_repeated(cut, check):
    digits = "".join(str(n % 10) for n in range(3, 14))
    form = cut("brukerplan", "2019", "lopenummer", "bolig")
    rows = [{"lopenummer": f"{digits[:6]} {digits[6:]}", "bolig": digits}] * 2
    outcome = check(form, *rows)
    assert {f.rule for f in outcome.findings} == {"lopenummer-dublett", "bolig-kode"}
    leaked = [f.rule for f in outcome.findings if digits[:6] in f"{f.value} {f.message}"]
    assert leaked == []
    assert {f.value for f in outcome.findings} == {"(skjult)"}


def test_every_hit_in_a_file_is_kept(cut, check):
    outcome = check(cut("brukerplan", "2019", "kjonn"), *[{"kjonn": "x"}] * 500)
    assert [f.row for f in outcome.findings if f.rule == "kjonn-kode"] == list(range(4, 504))


def test_a_whole_shipped_form_passes_a_good_file(contracts, check):
    for survey in contracts.surveys.values():
        for form in survey.forms.values():
            values = {c.name: c.codes[0].value if c.codes else "1" for c in form.columns if c.codes or c.required}
            values |= {survey.year: "2019", "lopenummer": "SYN-1", "antall_barn": "1", **FIGURE}
            values |= {"kommunenummer": "1103", "inndeling": "alle", "kategori": "alle", "regiontype": "land"}
            values |= {"aldersgruppe": "4", "flagg": None, "verdi": "7"}
            outcome = check(form, values, previous={(0, 0): 1})
            assert [f for f in outcome.findings if f.severity is not Severity.INFO] == []
            assert outcome.not_run == ()


def test_the_frame_given_is_left_as_it_was(cut, frame):
    form = cut("brukerplan", "2019", "antall_barn", "barn")
    rows = frame(form, {"barn": "1", "antall_barn": "99"})
    before = rows.clone()
    validate(form, rows, {}, year_column="kartleggingsaar")
    assert rows.equals(before)
    assert isinstance(rows, pl.DataFrame)

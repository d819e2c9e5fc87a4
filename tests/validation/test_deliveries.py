"""The batch over deliveries: one summary row per part, held against limits, the wave before and the other files."""

from dataclasses import replace

import pytest

from pipelines.contracts.model import Rule, Severity

BETWEEN = {"metric": "rowCount", "unit": "percent", "limit": ("mustBeBetween", [50, 200])}
GROWTH = {**BETWEEN, "arguments": {"mot": "forrige"}}
NBSP = "\N{NO-BREAK SPACE}"


def parts(*sizes):
    """Rows of one file whose parts have these sizes."""
    return [{"del": part} for part, size in enumerate(sizes) for _ in range(size)]


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        pytest.param(10, 5, False, id="half is within"),
        pytest.param(10, 4, True, id="under half"),
        pytest.param(10, 20, False, id="twice is within"),
        pytest.param(10, 21, True, id="over twice"),
        pytest.param(1, 1, False, id="the same"),
    ],
)
def test_a_part_is_held_against_the_wave_before(form_with, check, before, now, found):
    outcome = check(form_with(GROWTH, on=None), *parts(now), previous={(0, 0): before})
    assert [(f.part, f.row, f.column) for f in outcome.findings] == ([(0, None, None)] if found else [])
    assert outcome.not_run == ()


@pytest.mark.parametrize(
    ("previous", "alone"),
    [
        (None, [(0, 0), (0, 1)]),
        ({}, [(0, 0), (0, 1)]),
        ({(0, 0): 3}, [(0, 1)]),
        ({(0, 0): 0, (0, 1): -1}, [(0, 0), (0, 1)]),
        ({(1, 0): 3, (0, 7): 3}, [(0, 0), (0, 1)]),
    ],
)
def test_a_part_with_nothing_before_is_named_as_not_run(form_with, check, previous, alone):
    outcome = check(form_with(GROWTH, on=None), *parts(3, 3), previous=previous)
    assert [(n.rule, n.file, n.part) for n in outcome.not_run] == [("egen", *place) for place in alone]
    assert all("ingen tidligere levering" in n.why for n in outcome.not_run)
    assert outcome.findings == ()


def test_no_rows_at_all_have_nothing_to_be_held_against(form_with, check):
    outcome = check(form_with(GROWTH, on=None), previous={(0, 0): 100})
    assert (outcome.findings, outcome.not_run) == ((), ())


def test_both_counts_are_told_in_either_language(form_with, check):
    form = form_with(GROWTH, on=None)
    (finding,) = check(form, *parts(1), previous={(0, 0): 3}).findings
    assert finding.value == f"1 mot 3 forrige gang (33,3{NBSP}%)"
    assert f"ventet er fra 50 til 200{NBSP}%" in finding.message
    (finding,) = check(form, *parts(1), previous={(0, 0): 3}, language="nn").findings
    assert finding.value == f"1 mot 3 førre gong (33,3{NBSP}%)"


@pytest.mark.parametrize(("now", "found"), [(9, []), (10, ["egen"])])
def test_small_parts_are_not_held_against_small_ones(form_with, check, now, found):
    rule = {**BETWEEN, "arguments": {"mot": "forrige", "fra_rader": 10}}
    assert [f.rule for f in check(form_with(rule, on=None), *parts(now), previous={(0, 0): 1}).findings] == found


def test_a_part_that_has_become_small_is_still_held_against_a_large_one(form_with, check):
    rule = {**BETWEEN, "arguments": {"mot": "forrige", "fra_rader": 10}}
    assert len(check(form_with(rule, on=None), *parts(2), previous={(0, 0): 10}).findings) == 1


SHARE = {"metric": "rowCount", "unit": "percent", "limit": ("mustBeLessOrEqualTo", 50)}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([{"a": "1", "b": "1"}, {"a": "1", "b": "2"}], []),
        ([{"a": "1", "b": "1"}, {"a": "1", "b": "1"}, {"a": "1"}], [f"66,7{NBSP}%"]),
        ([{}, {"a": "1"}, {"b": "1"}], []),
    ],
)
def test_a_share_of_rows_that_a_condition_picks(form_with, check, rows, found):
    rule = {**SHARE, "arguments": {"row_condition": 'a == "1" and b == "1"'}, "text": {"nb": "For mange."}}
    outcome = check(form_with(rule, on=None), *rows)
    assert [f.value for f in outcome.findings] == found
    assert all(f.message.startswith(f"For mange. Her er det {f.value}; ventet er høyst 50") for f in outcome.findings)


def test_a_part_below_the_size_named_is_not_judged(form_with, check):
    rule = {**SHARE, "arguments": {"row_condition": 'a == "1"', "fra_rader": 3}}
    rows = [{"a": "1", "del": part} for part, size in enumerate((2, 3)) for _ in range(size)]
    assert [f.part for f in check(form_with(rule, on=None), *rows).findings] == [1]


SAME = {"expectation": "expect_column_unique_value_count_to_be_between", "arguments": {"min_value": 2, "fra_rader": 3}}


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param("111", True, id="all the same"),
        pytest.param("11", False, id="too few to tell"),
        pytest.param("112", False, id="two answers"),
        pytest.param([None] * 3, False, id="all blank is another rule's"),
        pytest.param(["1", "1", None], True, id="the same where it is filled"),
    ],
)
def test_a_column_copied_downwards(form_with, check, values, found):
    outcome = check(form_with(SAME), *[{"a": v} for v in values])
    assert [(f.part, f.column) for f in outcome.findings] == ([(0, "A")] if found else [])


DOUBLE = {
    "metric": "duplicateValues",
    "limit": ("mustBe", 0),
    "arguments": {"blant": "deler", "properties": ["a", "b"]},
}


@pytest.mark.parametrize(
    ("places", "found"),
    [
        pytest.param([(0, 0, "x", "y"), (1, 0, "x", "y")], [(0, 0), (1, 0)], id="two files"),
        pytest.param([(0, 0, "x", "y"), (0, 1, "x", "y")], [], id="two parts of one file"),
        pytest.param([(0, 0, "x", None), (1, 3, "x", None)], [(0, 0), (1, 3)], id="blank is a value"),
        pytest.param([(0, 0, "x", None), (1, 0, "x", "y")], [], id="blank is no joker"),
        pytest.param([(0, 0, "x", "y"), (0, 0, "x", "y")], [], id="two rows of one part"),
    ],
)
def test_the_same_delivery_in_several_files(form_with, check, places, found):
    rows = [{"fil": file, "del": part, "a": a, "b": b} for file, part, a, b in places]
    outcome = check(form_with(DOUBLE, on=None), *rows)
    assert [(f.file, f.part) for f in outcome.findings] == found
    assert all(f.value is None and f.row is None for f in outcome.findings)


class TestSums:
    """Figures that arrive counted: a division's categories against the whole, and groups against their sum."""

    RULE = "teller-kategorier-sum"

    @pytest.fixture
    def figures(self, contracts, check):
        whole = contracts.surveys["indikatortall"].forms["1"]
        form = replace(whole, rules=tuple(r for r in whole.rules if "sum" in r.id), columns=tuple(
            replace(c, rules=()) for c in whole.columns))  # fmt: skip
        base = {"indikator": "x", "aar": "2019", "regiontype": "kommune", "regionkode": "1103", "enhet": "antall"}

        def run(*rows):
            keys = ("basisgruppe", "inndeling", "kategori", "teller")
            outcome = check(form, *[{**base, **dict(zip(keys, row, strict=True))} for row in rows])
            return [(f.rule, f.row - 4, f.severity) for f in outcome.findings]

        return run

    @pytest.mark.parametrize(
        ("rows", "at"),
        [
            pytest.param([("kjonn", "mann", "6"), ("kjonn", "kvinne", "4")], [], id="adds up"),
            pytest.param([("kjonn", "mann", "6"), ("kjonn", "kvinne", "5")], [1], id="too much, told once"),
            pytest.param([("kjonn", "mann", "6")], [1], id="a category is missing"),
            pytest.param([("kjonn", "mann", "6"), ("kjonn", "kvinne", None)], [], id="a hidden term: unknown"),
            pytest.param([("kjonn", "mann", "6"), ("kjonn", "kvinne", "<5")], [], id="no number: another rule's"),
            pytest.param([("kjonn", "mann", "10"), ("alder", "ung", "9")], [2], id="each division for itself"),
        ],
    )
    def test_categories(self, figures, rows, at):
        found = figures(("alle", "alle", "alle", "10"), *[("alle", *row) for row in rows])
        assert found == [(self.RULE, row, Severity.WARNING) for row in at]

    def test_without_the_whole_nothing_is_judged(self, figures):
        assert figures(("alle", "kjonn", "mann", "6"), ("alle", "kjonn", "kvinne", "4")) == []

    @pytest.mark.parametrize(
        ("groups", "rules"),
        [
            # BrukerPlan 2019 as published: 4 053 + 13 089 + 5 262 = 22 404.
            pytest.param({"rus": "22404", "rus_uten_psykisk": "4053", "rop_mindre_alvorlig": "13089",
                          "rop_alvorlig": "5262"}, [], id="as published"),
            pytest.param({"rus": "22405", "rus_uten_psykisk": "4053", "rop_mindre_alvorlig": "13089",
                          "rop_alvorlig": "5262"}, ["teller-grupper-sum-rus"], id="one person too many"),
            pytest.param({"rus": "22404", "rop_mindre_alvorlig": "13089", "rop_alvorlig": "5262"}, [],
                         id="not all the groups"),
            pytest.param({"alle": "58790", "rus": "22404", "kun_psykisk": "36386"}, [], id="the land"),
            pytest.param({"alle": "58790", "rus": "22404", "kun_psykisk": "36368"}, ["teller-grupper-sum-alle"],
                         id="digits swapped"),
        ],
    )  # fmt: skip
    def test_groups(self, figures, groups, rules):
        rows = [(group, "alle", "alle", n) for group, n in groups.items()]
        assert [rule for rule, *_ in figures(*rows)] == rules


CONTRADICTIONS = [
    # columns that must agree, and the rules that say when they do not
    ({"basisgruppe": "4", "rusmiddelbruk": "3"}, ["rusmiddelbruk-mot-problemgruppe"]),
    ({"basisgruppe": "1", "rusmiddelbruk": "3"}, []),
    ({"basisgruppe": "4", "lar": "1"}, ["lar-mot-problemgruppe"]),
    ({"basisgruppe": "4", "lar": "2"}, []),
    ({"aldersgruppe": "1", "lar": "1"}, ["lar-under-18"]),
    ({"aldersgruppe": "2", "lar": "1"}, []),
    ({"aldersgruppe": "5", "inntekt": "7"}, ["inntekt-alderspensjon-ung"]),
    ({"aldersgruppe": "6", "inntekt": "7"}, []),
    ({"aldersgruppe": "1", "inntekt": "3"}, ["inntekt-trygd-under-18"]),
    ({"aldersgruppe": "2", "inntekt": "3"}, []),
    ({"bolig": "3", "boform": "1"}, ["boform-eid-bostedslos"]),
    ({"bolig": "1", "boform": "7"}, ["boform-uten-sted-gronn"]),
    ({"bolig": "3", "boform": "7"}, []),
]


def by_row(outcome, n):
    """The rules that hit each of `n` rows, in the order of the form."""
    return [[f.rule for f in outcome.findings if f.row == 4 + i] for i in range(n)]


def test_answers_that_contradict_each_other_are_warned_of(cut, check):
    columns = dict.fromkeys(c for answers, _ in CONTRADICTIONS for c in answers)
    rows = [{"del": i, **answers} for i, (answers, _) in enumerate(CONTRADICTIONS)]
    outcome = check(stripped(cut("brukerplan", "2024", *columns)), *rows)
    assert by_row(outcome, len(rows)) == [rules for _, rules in CONTRADICTIONS]
    assert {f.severity for f in outcome.findings} == {Severity.WARNING}


def stripped(form):
    """The form without the rules that want every column filled."""
    return replace(
        form, columns=tuple(replace(c, rules=tuple(r for r in c.rules if not r.metric)) for c in form.columns)
    )


AREAS = ["bolig", "aktivitet", "okonomi", "fysisk_helse", "psykisk_helse", "rusmiddelbruk", "sosial_fungering",
         "nettverk"]  # fmt: skip


INDEXED = [
    # index, areas, rules
    ("4", "11111111", ["levekarsindeks-blalys-uten-problem"]),
    ("4", "11911911", ["levekarsindeks-blalys-uten-problem"]),
    ("4", "11111112", []),
    ("1", "33333311", ["levekarsindeks-gronn-mange-rode"]),
    ("1", "33333211", []),
    (None, "33333333", []),
    ("3", "11111111", []),
]


def test_the_index_against_the_areas(cut, check):
    rows = [{"levekarsindeks": i, **dict(zip(AREAS, areas, strict=True))} for i, areas, _ in INDEXED]
    outcome = check(stripped(cut("brukerplan", "2019", "levekarsindeks", *AREAS)), *rows)
    assert by_row(outcome, len(rows)) == [rules for *_, rules in INDEXED]


FIGURE = {"inndeling": "alle", "kategori": "alle", "enhet": "prosent", "teller": "3", "nevner": "4", "verdi": "75",
          "flagg": None}  # fmt: skip


CHANGES = [
    ({}, []),
    ({"teller": "5"}, ["teller-over-nevner"]),
    ({"teller": "5", "enhet": "antall"}, []),
    ({"teller": "-1"}, ["teller-omraade"]),
    ({"kategori": "mann"}, ["kategori-hele"]),
    ({"inndeling": "kjonn"}, ["kategori-delt"]),
    ({"verdi": "175"}, ["verdi-prosent"]),
    ({"verdi": "175", "enhet": "antall"}, []),
    ({"teller": None, "verdi": None}, ["verdi-mangler"]),
    ({"teller": None, "verdi": None, "flagg": ".."}, []),
    ({"flagg": ":"}, ["teller-skjult", "verdi-skjult"]),
    ({"flagg": "..."}, ["verdi-finnes-ikke"]),
    ({"flagg": "*"}, []),
]


def test_a_reported_figure_agrees_with_itself(cut, check):
    rows = [{"del": i, **FIGURE, **change} for i, (change, _) in enumerate(CHANGES)]
    outcome = check(cut("indikatortall", "1", *FIGURE, table_rules=True), *rows)
    assert [sorted(rules) for rules in by_row(outcome, len(rows))] == [sorted(rules) for _, rules in CHANGES]


def test_the_messages_of_the_shipped_rules_name_no_rule_and_no_code_of_ours(contracts, check):
    form = contracts.surveys["brukerplan"].forms["2019"]
    rows = [{"basisgruppe": "4", "lar": "1", "rusmiddelbruk": "3", "barn": "1", "antall_barn": "0"}]
    told = [f.message for f in check(form, *rows).findings]
    assert any(m.startswith("Her står «1». Personen er i LAR, men problemgruppen er kun psykisk") for m in told)
    assert not any("kun_psykisk" in m or "lar-mot" in m for m in told)


def test_a_rule_of_parts_keeps_its_own_severity(form_with, check):
    form = form_with(GROWTH, on=None, severity=Severity.INFO)
    assert [f.severity for f in check(form, *parts(1), previous={(0, 0): 9}).findings] == [Severity.INFO]


def test_rules_on_the_table_are_shipped_with_words(contracts):
    rules: list[Rule] = [r for s in contracts.surveys.values() for f in s.forms.values() for r in f.rules]
    assert {r.id for r in rules if not r.text} == {"antall-rader"}

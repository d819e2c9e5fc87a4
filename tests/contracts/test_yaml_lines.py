"""Where a thing stands in a YAML file."""

import pytest

from pipelines.contracts.yaml_lines import line_of, lines_in

CONTENT = """\
# a comment
plan:
  goals:
    - number: 1
      title:
        nb: A
    - {number: 2}
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ((), 1),
        (("plan",), 2),
        (("plan", "goals", 0, "title"), 5),
        (("plan", "goals", 1, "number"), 7),
        (("plan", "goals", 0, "title", "nn"), 5),
        (("nobody",), 1),
    ],
    ids=str,
)
def test_the_line_of_a_place_or_of_what_is_around_it(tmp_path, place, line):
    path = tmp_path / "a.yaml"
    path.write_text(CONTENT, encoding="utf-8")
    assert line_of(place, lines_in(path)) == line


def test_an_empty_file_has_no_lines(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("", encoding="utf-8")
    assert line_of(("plan",), lines_in(path)) is None

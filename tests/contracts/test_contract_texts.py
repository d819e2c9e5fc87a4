"""The words of lint: every text is used, every text used exists, and braces meant as braces are shown."""

import re
from pathlib import Path

from pipelines import contracts
from pipelines.texts import keys, text


def test_every_text_is_used_and_every_text_used_exists():
    source = "".join(p.read_text(encoding="utf-8") for p in Path(contracts.__file__).parent.glob("*.py"))
    used = set(re.findall(r'"(contracts\.\w+)"', source))
    assert used == {k for k in keys() if k.startswith("contracts.")}


def test_an_example_in_braces_is_shown_as_written():
    assert "{oppslag: navn, aar: kolonne}" in text("contracts.value_set")

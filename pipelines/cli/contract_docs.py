"""`contract docs`: write the codebook and the JSON schemas, or say which are stale."""

from __future__ import annotations

import sys

from pipelines.atomic import replace_file
from pipelines.cli.output import ERRORS, console
from pipelines.codebook.reference import reference_files, stale
from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.settings import Settings
from pipelines.texts import text


def write_docs(*, check: bool) -> None:
    """Bring `docs/reference` and the contracts' `schema/` up to date; with `check`, only exit 2 if they are not."""
    contracts = load_contracts(Settings().contracts)
    docs = contracts.folder.parent / "docs" / "reference"
    files = reference_files(contracts, load_catalogue(contracts.folder), docs)
    outdated = stale(files)
    for path in outdated:
        key = ("kodebok.utdatert" if check else "kodebok.skrevet") if path in files else "kodebok.til_overs"
        console.print(text(key, file=path.relative_to(contracts.folder.parent)), markup=False, soft_wrap=True)
        if not check and path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, files[path].encode())
    if not outdated:
        console.print(text("kodebok.ferskt", n=len(files)))
    if check and outdated:
        sys.exit(ERRORS)

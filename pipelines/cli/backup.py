"""`backup` and `restore`."""

from __future__ import annotations

import sys
from pathlib import Path

from pipelines.cli.installation import installation
from pipelines.cli.output import console, print_json
from pipelines.operations.archive import read_manifest
from pipelines.operations.backup import back_up
from pipelines.operations.restore import restore
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number

WARNINGS = 1
_MEGABYTE = 10**6


def run_backup(target: Path, *, as_json: bool) -> None:
    """Copy the installation to `target`; ends with 1 when a part was gone."""
    made = back_up(installation(), target)
    files = sum(not name.startswith("register/") for name in made.manifest.members)
    if as_json:
        print_json({"file": str(made.path), "bytes": made.size, "files": files, "parts_missing": made.missing,
                    "release": made.manifest.current or None})  # fmt: skip
    else:
        megabytes = number(made.size / _MEGABYTE, 1)
        console.print(text("drift.kopiert", fil=made.path, filer=number(files), mb=megabytes), soft_wrap=True)
        if made.missing:
            console.print(text("drift.kopi_deler_mangler", n=made.missing), style="yellow", soft_wrap=True)
    sys.exit(WARNINGS if made.missing else 0)


def run_restore(path: Path, *, check: bool, as_json: bool) -> None:
    """Put a copy back, or only check it; ends with 1 when the contracts are others than they were."""
    if check:
        manifest = read_manifest(path)
        if as_json:
            print_json({"file": str(path), "made": manifest.made, "members": len(manifest.members)})
        else:
            console.print(text("drift.kopi_hel", fil=path.name, n=len(manifest.members)), soft_wrap=True)
        return
    done = restore(path, Settings())
    if as_json:
        other = list(done.other_contracts)
        print_json({"file": str(path), "made": done.manifest.made, "rows": done.rows,
                    "release": done.manifest.current or None, "other_contracts": other})  # fmt: skip
    else:
        console.print(text("drift.gjenopprettet", laget=done.manifest.made, rader=number(done.rows)), soft_wrap=True)
        if done.other_contracts:
            n, first = len(done.other_contracts), done.other_contracts[0]
            console.print(text("drift.andre_kontrakter", n=n, fil=first), style="yellow", soft_wrap=True)
    sys.exit(WARNINGS if done.other_contracts else 0)

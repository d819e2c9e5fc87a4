"""`map import|show|remove`: the boundaries that the dashboard may draw besides the product's own cartogram."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipelines.cli.output import console, errors, fail, print_json, table
from pipelines.geography import load_geography
from pipelines.geography.map_places import known_places
from pipelines.maps.importing import import_map
from pipelines.maps.points import load_points
from pipelines.maps.problems import UnreadableMap
from pipelines.maps.stored import StoredMap, path_in, read_map, remove_map, write_map
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number, timestamp

UNREADABLE = 3
_LONGEST = 120


def import_file(path: Path, attribution: str, *, as_json: bool) -> None:
    """Check and store a map in place of any earlier one; exit 2 for one that does not fit, 3 for one not read."""
    if not attribution.strip() or len(attribution) > _LONGEST or not attribution.isprintable():
        fail(text("kart.attribusjon", longest=_LONGEST))
    settings = Settings()
    reference = settings.contracts / "reference"
    known = known_places(load_geography(reference))
    try:
        with errors.status(text("kart.leser", file=path.name)):
            found = import_map(path, known, load_points(reference), attribution.strip())
    except UnreadableMap as error:
        fail(str(error), UNREADABLE)
    write_map(settings.home, found)
    if as_json:
        print_json(_facts(settings.home, found))
        return
    console.print(text("kart.lagt_inn", file=found.origin.file), markup=False, soft_wrap=True)
    _print(settings.home, found)


def show_map(*, as_json: bool) -> None:
    """What map is stored, and where it comes from."""
    home = Settings().home
    found = read_map(home)
    if as_json:
        print_json(None if found is None else _facts(home, found))
    elif found is None:
        console.print(text("kart.ingen"), soft_wrap=True)
    else:
        _print(home, found)


def remove_stored() -> None:
    """Remove the stored map; the dashboard draws its own cartogram again."""
    console.print(text("kart.fjernet" if remove_map(Settings().home) else "kart.ingen"), soft_wrap=True)


def _facts(home: Path, found: StoredMap) -> dict[str, object]:
    sizes = {kind: len(shapes) for kind, shapes in found.shapes.items()}
    return {**vars(found.origin), "places": sizes, "bytes": path_in(home).stat().st_size}


def _print(home: Path, found: StoredMap) -> None:
    origin = found.origin
    places = ", ".join(text(f"kart.antall_{kind}", n=len(shapes)) for kind, shapes in sorted(found.shapes.items()))
    rows = [
        (text("kart.felt_fil"), origin.file),
        (text("kart.felt_steder"), places),
        (text("kart.felt_attribusjon"), origin.attribution),
        (text("kart.felt_tid"), timestamp(datetime.fromisoformat(origin.imported))),
        (text("kart.felt_forenklet"), _simplified(origin.simplified)),
        (text("kart.felt_storrelse"), text("kart.kilobyte", n=number(path_in(home).stat().st_size / 1000))),
        (text("kart.felt_hash"), origin.sha256),
    ]
    table(text("kart.tittel"), (text("kart.opplysning"), text("kart.verdi")), rows)


def _simplified(kilometres: float) -> str:
    return text("kart.forenklet_ikke") if not kilometres else text("kart.forenklet", km=number(kilometres, 1))

"""`release export`: a release, or a part of it, as a file."""

from __future__ import annotations

from pathlib import Path

from pipelines.access import person
from pipelines.cli.installation import installation
from pipelines.cli.output import check_language, console, fail
from pipelines.exports import Format, Selection, export
from pipelines.published import open_release
from pipelines.register import open_register
from pipelines.texts import text
from pipelines.texts.numbers import number


def export_release(
    release: str, selection: Selection, kind: str | None, output: Path, language: str, *, force: bool
) -> None:
    """Write the chosen figures to `output`, and say how many there are; that they were taken is in the trail."""
    check_language(language)
    chosen = _format(kind, output, language)
    if output.exists() and not force:
        fail(text("eksport.finnes", language, file=output.name))
    settings = installation()
    opened = open_release(settings.releases, Path(release).name)
    open_register(settings.register_url).note(person(), "hentet", f"{opened.id}{chosen.suffix}")
    try:
        written = export(opened, selection, chosen, output, language)
    except OSError:
        fail(text("eksport.ikke_skrevet", language, file=output.name))
    said = text("eksport.skrevet", language, antall=number(written), file=str(output))
    console.print(said, markup=False, soft_wrap=True)


def _format(kind: str | None, output: Path, language: str) -> Format:
    """The format that is named, or else that the file's name ends as."""
    for one in Format:
        if kind == one.value or (kind is None and output.suffix.lower() == one.suffix):
            return one
    return fail(text("eksport.ukjent_format", language, file=kind or output.name, known=", ".join(Format)))

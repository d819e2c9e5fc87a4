"""The pages, as `streamlit run` starts them: opens the published release and hands it to the page that is asked for.

Started by `opptrapp dashboard` (see `dashboards.launch`). Reads `releases/` of one home folder and the map that may
have been imported there, and nothing else; except the pages Last opp, which hands in, Kjøringer, which asks Dagster,
and Tilganger, which gives grants: they need no release, and load what they need when they are opened. Nothing is drawn
for somebody whom the gate does not let in.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

# Streamlit puts this folder, not the one above it, on the path; needed where the project is run without installing.
if (_ROOT := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.insert(0, _ROOT)

import streamlit as st

from dashboards.components import frame, gate, markup
from dashboards.components.favourites import favourites
from dashboards.components.search import go_to
from dashboards.components.shell import colours, current_frame, earlier, html, keep_frame, published
from dashboards.components.trail import follow
from dashboards.page_names import GRANTS, HAND_IN, ORDER, RUNS
from dashboards.theme import DARK, css
from dashboards.url_state import Frame
from dashboards.view_models.edition import Kind, edition
from dashboards.view_models.withdrawal import withdrawal_words
from dashboards.views import (
    dekning,
    indikator,
    kjoringer,
    last_opp,
    om_tallene,
    opptrappingsplanen,
    oversikt,
    region,
    sammenlign,
    tilganger,
)
from pipelines.access.permissions import Holder
from pipelines.access.visibility import sees_page
from pipelines.logs import write_json_lines
from pipelines.published import BrokenRelease, Release, Withdrawal, current_id, seen, withdrawn
from pipelines.settings import Settings, WrongSetting
from pipelines.texts import speaking, text

Draw = Callable[[Release, str], None]
# Pages that read a release alone.
PAGES: dict[str, Draw] = {
    "region": region.show,
    "sammenlign": sammenlign.show,
    "opptrappingsplanen": opptrappingsplanen.show,
}
# Those that look beside it, for maps and the releases before.
WITH_FILES: dict[str, Callable[..., None]] = {
    "oversikt": oversikt.show,
    "indikator": indikator.show,
    "dekning": dekning.show,
    "om-tallene": om_tallene.show,
}
HERE = Path(__file__).resolve().parent


def settings(arguments: list[str]) -> Settings:
    """The settings of the home folder named on the command line, else of the environment."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--home", type=Path)
    home = parser.parse_known_args(arguments)[0].home
    return Settings(home=home) if home is not None else Settings()


def main() -> None:
    """Draw the page that is asked for."""
    around = current_frame()
    try:
        installation = settings(sys.argv[1:])
    except WrongSetting as error:
        _closed(gate.closed(error.said(around.language), around.language), around)
        return
    if installation.log_format == "json":
        write_json_lines()
    with speaking(around.language):
        _draw(installation, around)


def _draw(installation: Settings, around: Frame) -> None:
    language = around.language
    holder = gate.visitor(installation, language)
    if not isinstance(holder, Holder):
        _closed(holder, around)
        return
    follow(installation, holder)
    of_release: dict[str, Draw] = PAGES | {
        name: partial(show, settings=installation) for name, show in WITH_FILES.items()
    }
    drawn = {name: _page(name, draw, installation.releases, around) for name, draw in of_release.items()}
    drawn[HAND_IN] = partial(_beside, last_opp.show, (installation, holder), around)
    drawn[RUNS] = partial(_beside, kjoringer.show, (installation, holder, language), around)
    drawn[GRANTS] = partial(_beside, tilganger.show, (installation, holder, language), around)
    pages = [
        st.Page(
            gate.guarded_page(holder, name, drawn[name], installation, language),
            title=text(f"dashboard.nav_{name}", language),
            url_path=name,
            default=name == ORDER[0],
            visibility="visible" if sees_page(holder, name) else "hidden",
        )
        for name in ORDER
    ]
    chosen = st.navigation(pages, position="top")
    _around(chosen.title)
    frame.prepare(language)
    if (found := go_to(chosen.url_path)) is not None:
        name, wanted = found
        st.switch_page(pages[ORDER.index(name)], query_params=wanted | around.params())
    chosen.run()
    gate.account(holder, language)
    keep_frame(around)


def _closed(draw: gate.Closed, around: Frame) -> None:
    """Every address shows the same to somebody who is not let in."""
    name = text("dashboard.name")
    pages = [st.Page(draw, title=name, url_path=page, default=page == ORDER[0]) for page in ORDER]
    chosen = st.navigation(pages, position="hidden")
    _around(text("innlogging.tittel", around.language))
    frame.prepare(around.language)
    frame.choices(around)
    chosen.run()


def _around(title: str) -> None:
    st.set_page_config(
        page_title=f"{title} – {text('dashboard.name')}",
        page_icon=str(HERE / "static" / "merke.svg"),
        layout="wide",
    )
    st.logo(HERE / "static" / ("opptrapp-mork.svg" if colours() is DARK else "opptrapp.svg"), size="large")
    html(f"<style>{css(colours())}</style>")


def _beside(show: Callable[..., None], given: tuple[Any, ...], around: Frame) -> None:
    """A page that needs no release."""
    frame.choices(around)
    show(*given)


def _page(name: str, draw: Draw, releases: Path, around: Frame) -> Callable[[], None]:
    language = around.language

    def run() -> None:
        try:
            asked = edition(around.release, current_id(releases), seen(releases), language)
            gone = withdrawn(releases)
            if asked.kind is Kind.EARLIER and asked.release is not None:
                release: Release | None = earlier(releases, asked.release)
            else:
                release = None if asked.refused else published(releases)
        except BrokenRelease as error:
            frame.choices(around)
            _nothing("broken", [str(error)], None, language)
            return
        frame.choices(around, release, name)
        if asked.refused:
            frame.refused(asked, language)
        elif release is None:
            _none(gone, language)
        else:
            # Filled when the page has written its view into the address, which links repeat.
            kept, above = st.container(horizontal=True, vertical_alignment="center", key="favoritter"), st.container()
            if asked.kind is not Kind.EARLIER:
                frame.withdrawals(gone, language)
            frame.banner(release, language)
            draw(release, language)
            with kept:
                favourites(around, release, name)
            if asked.kind is Kind.EARLIER:
                with above:
                    frame.earlier(asked, language)
            frame.foot(release, language)

    return run


def _none(gone: list[Withdrawal], language: str) -> None:
    if gone:
        _nothing("withdrawn", withdrawal_words(gone, shown=False, language=language), None, language)
    else:
        _nothing("none", [text("dashboard.none_text", language)], "make demo", language)


def _nothing(kind: str, paragraphs: list[str], command: str | None, language: str) -> None:
    st.title(text(f"dashboard.{kind}_title", language), anchor=False)
    html(markup.empty([*paragraphs, text(f"dashboard.{kind}_then", language)], command=command))


if __name__ == "__main__":
    main()

"""The pages, as `streamlit run` starts them: opens the published release and hands it to the page that is asked for.

Started by `opptrapp dashboard` (see `dashboards.launch`). Reads `releases/` of one home folder and the map that may
have been imported there, and nothing else; except the page Last opp, which hands in: it needs no release, and loads
what it needs when it is opened.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

# Streamlit puts this folder, not the one above it, on the path; needed where the project is run without installing.
if (_ROOT := str(Path(__file__).resolve().parent.parent)) not in sys.path:
    sys.path.insert(0, _ROOT)

import streamlit as st

from dashboards.components import frame, markup
from dashboards.components.handin_shell import address
from dashboards.components.shell import colours, html, published
from dashboards.theme import DARK, css
from dashboards.view_models.withdrawal import withdrawal_words
from dashboards.views import indikator, last_opp, om_tallene, opptrappingsplanen, oversikt, region
from pipelines.published import BrokenRelease, Release, Withdrawal, withdrawn
from pipelines.settings import Settings
from pipelines.texts import text

LANGUAGE = "nb"
PAGES: dict[str, Callable[[Release, str], None]] = {
    "oversikt": oversikt.show,
    "indikator": indikator.show,
    "region": region.show,
    "opptrappingsplanen": opptrappingsplanen.show,
    "om-tallene": om_tallene.show,
}
HAND_IN = "last-opp"
ORDER = ("oversikt", "indikator", "region", "opptrappingsplanen", HAND_IN, "om-tallene")
HERE = Path(__file__).resolve().parent
# Streamlit's own page says English; screen readers need to know the language they read aloud.
SPEAK_NORWEGIAN = '<script>document.documentElement.lang = "{language}"</script>'


def settings(arguments: list[str]) -> Settings:
    """The settings of the home folder named on the command line, else of the environment."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--home", type=Path)
    home = parser.parse_known_args(arguments)[0].home
    return Settings(home=home) if home is not None else Settings()


def main() -> None:
    """Draw the page that is asked for."""
    installation = settings(sys.argv[1:])
    with_files = {"indikator": indikator.show, "om-tallene": om_tallene.show}
    of_release = PAGES | {name: partial(show, settings=installation) for name, show in with_files.items()}
    drawn = {name: _page(draw, installation.releases) for name, draw in of_release.items()}
    drawn[HAND_IN] = lambda: last_opp.show(installation)
    pages = [
        st.Page(drawn[name], title=text(f"dashboard.nav_{name}"), url_path=name, default=name == "oversikt")
        for name in ORDER
    ]
    chosen = st.navigation(pages, position="top")
    st.set_page_config(
        page_title=f"{chosen.title} – {text('dashboard.name')}",
        page_icon=str(HERE / "static" / "merke.svg"),
        layout="wide",
    )
    st.logo(HERE / "static" / ("opptrapp-mork.svg" if colours() is DARK else "opptrapp.svg"), size="large")
    html(f"<style>{css(colours())}</style>")
    language = address().language if chosen.url_path == HAND_IN else LANGUAGE
    st.html(SPEAK_NORWEGIAN.format(language=language), unsafe_allow_javascript=True)
    chosen.run()


def _page(draw: Callable[[Release, str], None], releases: Path) -> Callable[[], None]:
    def run() -> None:
        try:
            release, gone = published(releases), withdrawn(releases)
        except BrokenRelease as error:
            _nothing("broken", [str(error)], None)
            return
        if release is None:
            _none(gone)
            return
        frame.withdrawals(gone, LANGUAGE)
        frame.banner(release, LANGUAGE)
        draw(release, LANGUAGE)
        frame.foot(release, LANGUAGE)

    return run


def _none(gone: list[Withdrawal]) -> None:
    if gone:
        _nothing("withdrawn", withdrawal_words(gone, shown=False, language=LANGUAGE), None)
    else:
        _nothing("none", [text("dashboard.none_text", LANGUAGE)], "make demo")


def _nothing(kind: str, paragraphs: list[str], command: str | None) -> None:
    st.title(text(f"dashboard.{kind}_title", LANGUAGE), anchor=False)
    html(markup.empty([*paragraphs, text(f"dashboard.{kind}_then", LANGUAGE)], command=command))


main()

"""The choices of a page. The address is the only truth: a widget shows what stands there and writes back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards.url_state import INDICATOR, View, after_choice
from pipelines.published import Release
from pipelines.texts import text
from pipelines.told import choices

_KEY = "valg_"


def pick(
    release: Release, view: View, name: str, options: Mapping[str, str], names: Sequence[str], language: str = "nb"
) -> None:
    """A searchable list for the parameter `name`.

    Args:
        options: key -> label.
        names: the parameters the page keeps in its address.
    """
    key = _KEY + name
    known = list(options)
    chosen = str(getattr(view, name))
    if chosen not in options:  # held by the release, but no choice of its own
        known.append(chosen)
    st.session_state[key] = chosen
    st.selectbox(
        text(f"dashboard.choose_{name}", language),
        known,
        format_func=lambda one: options.get(one) or release.indicator[one].title(language),
        key=key,
        on_change=_chosen,
        args=(release, view, name, key, tuple(names)),
    )


def pick_group(release: Release, view: View, names: Sequence[str], language: str = "nb") -> None:
    """A list of themes above that of indicators, which holds those of one theme. Another theme shows its first."""
    key = _KEY + choices.THEME
    options = choices.groups(release, language)
    indicator = release.indicator[view.indikator]
    chosen = choices.group_of(indicator)
    st.session_state[key] = chosen
    st.selectbox(
        text("dashboard.choose_tema", language),
        list(options) if chosen in options else [*options, chosen],
        format_func=lambda one: options.get(one) or choices.group_label(release, indicator, language),
        key=key,
        on_change=_group_chosen,
        args=(release, view, key, tuple(names)),
    )


def _group_chosen(release: Release, view: View, key: str, names: tuple[str, ...]) -> None:
    group = st.session_state[key]
    first = next(one for one in choices.indicators(release) if choices.group_of(release.indicator[one]) == group)
    st.query_params.from_dict(after_choice(release, view, INDICATOR, first).params(names))


def _chosen(release: Release, view: View, name: str, key: str, names: tuple[str, ...]) -> None:
    chosen = after_choice(release, view, name, st.session_state[key])
    st.query_params.from_dict(chosen.params(names))

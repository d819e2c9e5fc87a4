"""What stands around every page: the notice about synthetic data, and the foot that names the release."""

from __future__ import annotations

from dashboards.components import markup
from dashboards.components.shell import html
from dashboards.view_models.story import release_name
from pipelines.published import Release
from pipelines.texts import text


def banner(release: Release, language: str = "nb") -> None:
    """The notice above every page of a release with synthetic figures."""
    if release.manifest.syntetisk:
        html(markup.notice(text("dashboard.synthetic", language), text("dashboard.synthetic_banner", language)))


def foot(release: Release, language: str = "nb") -> None:
    """Which release the page shows, and what must be known of it."""
    name = release_name(release, language)
    html(f'<div class="o-foot">{markup.paragraph(text("dashboard.foot", language, release=name), "source")}</div>')

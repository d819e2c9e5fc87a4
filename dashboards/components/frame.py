"""What stands around every page: the notice about synthetic data, and the foot that names the release."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.components import markup
from dashboards.components.shell import html
from dashboards.view_models.story import release_name
from dashboards.view_models.withdrawal import withdrawal_words
from pipelines.published import Release, Withdrawal
from pipelines.texts import text


def banner(release: Release, language: str = "nb") -> None:
    """The notice above every page of a release with synthetic figures."""
    if release.manifest.syntetisk:
        html(markup.notice(text("dashboard.synthetic", language), text("dashboard.synthetic_banner", language)))


def withdrawals(gone: Sequence[Withdrawal], language: str = "nb") -> None:
    """The notice above every page when a newer release than the one shown has been withdrawn."""
    if gone:
        words = " ".join(withdrawal_words(gone, shown=True, language=language))
        html(markup.notice(text("utgivelse.trukket_tittel", language), words))


def foot(release: Release, language: str = "nb") -> None:
    """Which release the page shows, and what must be known of it."""
    name = release_name(release, language)
    html(f'<div class="o-foot">{markup.paragraph(text("dashboard.foot", language, release=name), "source")}</div>')

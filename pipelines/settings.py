"""Where things lie and how the process is set up. Paths and environment only; no domain knowledge.

Telemetry of every library is switched off here, before any of them is imported.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.errors import UserError
from pipelines.setting_forms import (
    SECRET,
    Address,
    Engine,
    Folder,
    Gigabytes,
    Hosts,
    LogFormat,
    MailServer,
    Port,
    PostgresqlUrl,
    RegisterUrl,
    Scope,
    Sender,
    SparkMaster,
    WebAddress,
)
from pipelines.texts import text

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

REPOSITORY = Path(__file__).resolve().parent.parent
PREFIX = "OPPTRAPP_"
LONGEST = 80
"""Signs of a wrong value that are shown."""

TELEMETRY_OFF = {
    "GX_ANALYTICS_ENABLED": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    "DO_NOT_TRACK": "1",
    # A value in the instance's dagster.yaml decides for Dagster; this covers processes started without one.
    "DAGSTER_DISABLE_TELEMETRY": "yes",
}


def switch_off_telemetry() -> None:
    """Set the environment that keeps Dagster, Great Expectations and Streamlit from phoning home."""
    os.environ.update(TELEMETRY_OFF)


class WrongSetting(UserError):
    """Settings that are not what they may be. Names each variable, its value unless it is secret, and what is right."""

    def __init__(self, mistakes: Sequence[ErrorDetails]) -> None:
        self._mistakes = mistakes
        super().__init__(self.said())

    def said(self, language: str = "nb") -> str:
        """A sentence of each, in `language`."""
        return " ".join(_said(mistake, language) for mistake in self._mistakes)


def _said(mistake: ErrorDetails, language: str) -> str:
    name, given = f"{PREFIX}{str(mistake['loc'][0]).upper()}", str(mistake["input"])
    right = text(f"innstilling.{mistake['type']}", language)
    # An address with @ in it may hold a password, wherever it has been put.
    if mistake["ctx"][SECRET] or "@" in given:
        return text("innstilling.feil_skjult", language, navn=name, riktig=right)
    shown = "".join(sign if sign.isprintable() else "�" for sign in given[:LONGEST])
    return text("innstilling.feil", language, navn=name, verdi=shown, riktig=right)


class Settings(BaseSettings):
    """Paths of one installation, from the environment (`OPPTRAPP_HOME`, `OPPTRAPP_CONTRACTS`, …).

    A variable that is set to nothing counts as not set.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True)

    home: Folder = Field(default=REPOSITORY / "data", description="All data: accepted parts, register, releases.")
    contracts: Folder = Field(default=REPOSITORY / "data_contracts", description="The folder of contracts.")
    database_url: RegisterUrl | None = Field(
        default=None, description="The register's database; SQLite under home if unset."
    )

    page_port: Port = Field(default=8501, description="Where the pages are served; loopback.")
    free_gigabytes: Gigabytes = Field(
        default=2.0, description="Less free disk than this is told of by `opptrapp doctor`."
    )
    log_format: LogFormat = Field(default="text", description="Logs as lines of text, or as JSON lines.")
    dagster_url: WebAddress = Field(
        default="http://127.0.0.1:3000", description="Where the pages find Dagster; loopback."
    )
    dagster_database_url: PostgresqlUrl | None = Field(
        default=None, description="Dagster's own PostgreSQL; SQLite if unset."
    )
    address: Address = Field(default="127.0.0.1", description="Where the pages are served; others need login.")
    public_url: WebAddress | None = Field(default=None, description="What people type: https://opptrapp.example.no")
    oidc_metadata_url: WebAddress | None = Field(
        default=None, description="…/.well-known/openid-configuration of the login."
    )
    oidc_issuer: WebAddress | None = Field(default=None, description="The issuer that its tokens name.")
    oidc_client_id: str | None = Field(default=None, description="What the login calls this installation.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="Shared with the login, and nobody else.")
    oidc_scope: Scope = Field(default="openid profile", description="What is asked for of whoever logs in.")

    engine: Engine = Field(default="duckdb", description="What counts the waves' indicators.")
    spark_master: SparkMaster = Field(
        default="local[*]", description="Spark's cluster: spark://host:7077, or this machine."
    )

    smtp_url: MailServer | None = Field(
        default=None, description="smtp, smtp+starttls or smtps://user:password@host:port."
    )
    notice_from: Sender | None = Field(default=None, description="The sender of notices by e-mail.")
    webhook_hosts: Hosts = Field(default="", description="Hosts that webhooks may go to, with port, split by commas.")

    def __init__(self, **given: Any) -> None:
        """Read the environment; what is `given` goes before it.

        Raises:
            WrongSetting: a value is not what it may be.
        """
        try:
            super().__init__(**given)
        except ValidationError as error:
            mistakes = error.errors(include_url=False)
            if not all(SECRET in mistake.get("ctx", {}) for mistake in mistakes):
                raise  # no setting at all: a mistake in the code
            raise WrongSetting(mistakes) from None  # pydantic's own words may quote a password

    @cached_property
    def allowed_hosts(self) -> frozenset[str]:
        """The hosts that webhooks may go to; none where nothing is said."""
        return frozenset(host.strip() for host in self.webhook_hosts.split(",") if host.strip())

    @cached_property
    def accepted(self) -> Path:
        """Accepted parts (microdata); only the pipeline reads here."""
        return self.home / "accepted"

    @cached_property
    def corrections(self) -> Path:
        """Corrections of person rows; those of figures stand with the contracts."""
        return self.home / "corrections"

    @cached_property
    def warehouse(self) -> Path:
        """The DuckDB file; rebuilt from `accepted`, may be deleted at any time."""
        return self.home / "warehouse.duckdb"

    @cached_property
    def spark_folder(self) -> Path:
        """Rows (microdata) and counts on their way to and from Spark, whose workers must see it; short-lived."""
        return self.home / "spark"

    @cached_property
    def releases(self) -> Path:
        """Frozen releases; all that the dashboard opens."""
        return self.home / "releases"

    @cached_property
    def reports(self) -> Path:
        """Reports made by evaluations' runs, by release; all of a release's can be made again from it."""
        return self.home / "rapporter"

    @cached_property
    def candidates(self) -> Path:
        """The release that is being made, before its audit; may be deleted at any time."""
        return self.home / "kandidater"

    @cached_property
    def login_secrets(self) -> Path:
        """What Streamlit reads of the login; written at start, for this user alone."""
        return self.home / "innlogging" / "secrets.toml"

    @cached_property
    def inbox(self) -> Path:
        """Where other systems put files to be handed in, and find the answers."""
        return self.home / "innboks"

    @cached_property
    def examples(self) -> Path:
        """Synthetic files as a municipality would send them."""
        return self.home / "examples"

    @cached_property
    def dagster_home(self) -> Path:
        """Dagster's own storage and configuration."""
        return self.home / "dagster"

    @cached_property
    def register_url(self) -> str:
        """SQLAlchemy URL of the register."""
        return self.database_url or f"sqlite:///{self.home / 'register.sqlite'}"

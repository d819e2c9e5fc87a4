"""Where things lie and how the process is set up. Paths and environment only; no domain knowledge.

Telemetry of every library is switched off here, before any of them is imported.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parent.parent

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


class Settings(BaseSettings):
    """Paths of one installation, from the environment (`OPPTRAPP_HOME`, `OPPTRAPP_CONTRACTS`, …)."""

    model_config = SettingsConfigDict(env_prefix="OPPTRAPP_", frozen=True)

    home: Path = Field(default=REPOSITORY / "data", description="All data: accepted parts, register, releases.")
    contracts: Path = Field(default=REPOSITORY / "data_contracts", description="The folder of contracts.")
    database_url: str | None = Field(default=None, description="The register's database; SQLite under home if unset.")

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
    def releases(self) -> Path:
        """Frozen releases; all that the dashboard opens."""
        return self.home / "releases"

    @cached_property
    def candidates(self) -> Path:
        """The release that is being made, before its audit; may be deleted at any time."""
        return self.home / "kandidater"

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

"""The one module that Dagster loads (`workspace.yaml`)."""

from __future__ import annotations

from pipelines.settings import Settings, switch_off_telemetry

switch_off_telemetry()

from pipelines.orchestration.definitions import build_definitions  # noqa: E402  (telemetry must be off before dagster)

defs = build_definitions(Settings())

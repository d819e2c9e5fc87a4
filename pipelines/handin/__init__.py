"""The one engine behind every door: read -> check -> accept -> receipt. Page, command, folder and Dagster all call it."""

from pipelines.handin.engine import HandIn
from pipelines.handin.report import FileReport, Status

__all__ = ["FileReport", "HandIn", "Status"]

"""The one engine behind every door: read -> check -> accept -> receipt."""

from pipelines.handin.engine import HandIn
from pipelines.handin.report import FileReport, Status

__all__ = ["FileReport", "HandIn", "Status"]

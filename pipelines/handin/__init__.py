"""The one engine behind every door: read -> check -> accept -> receipt; and the desk for what is done besides."""

from pipelines.handin.desk import Desk
from pipelines.handin.engine import HandIn
from pipelines.handin.receipt import Receipt
from pipelines.handin.report import FileReport, Status
from pipelines.intake import Substitution, Upload, unpacked

__all__ = ["Desk", "FileReport", "HandIn", "Receipt", "Status", "Substitution", "Upload", "unpacked"]

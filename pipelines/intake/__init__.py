"""From an uploaded file to a table in parts: size, type, identity numbers, format, survey, form, year, units.

What stands in a cell is judged by `validation`; nothing here stores anything. The door is `read_upload`.
"""

from pipelines.intake.mapping import Substitution
from pipelines.intake.model import Part, Reading, Upload
from pipelines.intake.reading import read_upload
from pipelines.intake.rules import FileRule

__all__ = ["FileRule", "Part", "Reading", "Substitution", "Upload", "read_upload"]

"""JSON schemas of the YAML that a domain expert writes, for editors that help while she does.

They are made from the pydantic models that read the files, whose field descriptions are the writing guide. Forms have
the official schema of ODCS.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from pipelines.contracts.evaluation_file import Evaluation
from pipelines.contracts.plan_file import Plan
from pipelines.contracts.report_file import ReportFile
from pipelines.contracts.survey_file import SurveyFile
from pipelines.indicators.entries import Entry


def schemas() -> dict[str, str]:
    """File name -> the schema as text."""
    return {
        "survey.schema.json": _written(SurveyFile.model_json_schema()),
        "indicators.schema.json": _written(TypeAdapter(list[Entry]).json_schema()),
        "plan.schema.json": _written(Plan.model_json_schema()),
        "report.schema.json": _written(ReportFile.model_json_schema()),
        "evaluation.schema.json": _written(Evaluation.model_json_schema()),
    }


def _written(schema: dict[str, Any]) -> str:
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(dialect | schema, ensure_ascii=False, indent=1) + "\n"

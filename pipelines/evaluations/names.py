"""What jobs, steps and tags are called, for those who ask Dagster as for those who define what it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

BUILD_JOB, STEP_JOB, REVISION_JOB, CHANGES_JOB = "bygg_utkast", "utgivelse", "revisjon", "endringer"
STEP_OP, REVISION_OP, CHANGES_OP = "ta_steg", "revider", "regn_ut_endringer"
WAVE_STAGES = ("accepted_parts", "wave")
"""The stages that are made wave by wave; those after them are of all waves."""
RANGE_START, RANGE_END = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
REPORTS, REMINDER_JOB, REMINDER_OP = "rapporter", "paaminnelser", "minn_om"
EVALUATION = "opptrapp/evaluering"
"""The tag that says which evaluation a run is of."""
LANGUAGE = "opptrapp/sprak"
"""The tag that says in which language a step was asked for, and is refused."""
MACHINE = "opptrapp/maskin"
"""The tag that says where a run works that Dagster has not started itself."""
_OF_EVALUATION = "evaluering_"


def job_name(evaluation: str) -> str:
    """The name of an evaluation's job, and of its schedule."""
    return f"{_OF_EVALUATION}{evaluation}"


def report_job_name(evaluation: str) -> str:
    """The name of the job that makes an evaluation's reports of the published release."""
    return f"{REPORTS}_{evaluation}"


def every_wave(partitions: Sequence[str]) -> Mapping[str, str]:
    """The tags that make one run of the waves from the first to the last of `partitions`."""
    return {RANGE_START: partitions[0], RANGE_END: partitions[-1]}

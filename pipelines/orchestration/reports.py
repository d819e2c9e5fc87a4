"""The reports that evaluations ask for, made when a release has been published: an asset and a job for each evaluation.

What is not published is not told of: a run ends with a draft, and its reports come when somebody has approved it.
"""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.contracts.evaluation_file import Evaluation
from pipelines.contracts.report_file import FOLDER
from pipelines.errors import UserError
from pipelines.evaluations.names import EVALUATION, REPORTS, report_job_name
from pipelines.orchestration.stopped import in_words
from pipelines.published import current_id
from pipelines.settings import Settings
from pipelines.texts import text

SECONDS = 30


def report_definitions(
    settings: Settings, evaluations: Mapping[str, Evaluation], draft: dg.AssetsDefinition, group: str
) -> tuple[list[dg.AssetsDefinition], list[Any], dg.SensorDefinition]:
    """The assets and jobs of those evaluations that ask for reports, and the sensor that starts them.

    Args:
        settings: of the installation.
        evaluations: by id.
        draft: the last stage of a run, which reports come after.
        group: of the assets.
    """
    asking = [evaluation for evaluation in evaluations.values() if evaluation.outputs]
    assets = [_asset(settings, evaluation, draft, group) for evaluation in asking]
    jobs = [
        dg.define_asset_job(
            report_job_name(evaluation.id),
            selection=dg.AssetSelection.assets(asset),
            description=text("orchestration.rapporter", kjoring=evaluation.title.nb),
            tags={EVALUATION: evaluation.id},
        )
        for evaluation, asset in zip(asking, assets, strict=True)
    ]
    return assets, jobs, _sensor(settings, asking, jobs)


def _asset(settings: Settings, evaluation: Evaluation, draft: dg.AssetsDefinition, group: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=[REPORTS, evaluation.id],
        deps=[draft],
        group_name=group,
        description=text("orchestration.rapporter", kjoring=evaluation.title.nb),
        tags={EVALUATION: evaluation.id},
        pool=REPORTS,  # one evaluation's at a time; each uses two processes where there are many
    )
    def reports(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
        release = current_id(settings.releases)
        if release is None:
            raise UserError(text("kjoring.ingen_publisert"))
        made = _made(settings, evaluation, release, context.log.info)
        return dg.MaterializeResult(
            metadata={
                "utgivelse": release,
                "rapporter": len(made),
                "mappe": dg.MetadataValue.path(str(settings.reports / release / evaluation.id)),
                "filer": dg.MetadataValue.md("\n".join(_links(made))),
            }
        )

    return reports


def _made(settings: Settings, evaluation: Evaluation, release: str, tell: Callable[[str], None]) -> list[Path]:
    # What sets and draws is loaded by the run that makes reports, and not by Dagster when it starts.
    from pipelines.reports.asked_for import make_reports
    from pipelines.reports.placing import Place

    def progress(done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            tell(text("kjoring.rapporter_laget", laget=done, alle=total))

    source = Place(settings.contracts, settings.releases, release)
    with in_words():
        return make_reports(evaluation, source, settings.reports, progress=progress)


def _links(made: Iterable[Path]) -> list[str]:
    return [f"- [{path.name}]({path.as_uri()})" for path in made]


def _sensor(settings: Settings, asking: list[Evaluation], jobs: list[Any]) -> dg.SensorDefinition:
    @dg.sensor(jobs=jobs or None, name=REPORTS, minimum_interval_seconds=SECONDS,
               description=text("orchestration.rapporter_sensor"),
               default_status=dg.DefaultSensorStatus.RUNNING)  # fmt: skip
    def published() -> dg.SensorResult | dg.SkipReason:
        release = current_id(settings.releases)
        if release is None:
            return dg.SkipReason(text("kjoring.ingen_publisert"))
        # Dagster runs each key once: a report that cannot be made is not tried again each minute.
        return dg.SensorResult(
            run_requests=[
                dg.RunRequest(run_key=declared_mark(settings, one, release), job_name=report_job_name(one.id))
                for one in asking
            ]
        )

    return published


def declared_mark(settings: Settings, evaluation: Evaluation, release: str) -> str:
    """Of what an evaluation's reports of a release are made by: the release, the evaluation and the declarations."""
    mark = hashlib.sha256(f"{release}|{evaluation.model_dump_json()}".encode())
    for path in sorted((settings.contracts / FOLDER).glob("*.yaml")):
        mark.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{release}|{evaluation.id}|{mark.hexdigest()[:16]}"

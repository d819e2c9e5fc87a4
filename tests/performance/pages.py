"""The pages over a full release: script time by page, the first page cold, fifty visitors at once, and memory.

Run as `python -m tests.performance.pages RELEASE [VIEWS]`, with the folder of a finished release: it is made fifteen
waves long, with every indicator and place it has, and served for real. Visitors speak the server's own protocol, so
that what is measured is from the request to the last part of the page; only the first page is drawn by a browser.
Prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboards.launch import command
from tests.conftest import CHROMIUM, QUIET
from tests.support.release import make_current, write_manifest

YEARS = range(2012, 2027)
VISITORS, VIEWS, SEED = 50, 40, 7
PAGES = ("", "indikator", "region", "sammenlign", "opptrappingsplanen", "dekning", "om-tallene")
COMPUTED = "beregnet"


def lengthened(release: Path, releases: Path) -> Path:
    """A copy of `release` in which each survey has fifteen waves, all like its newest with figures; published."""
    folder = releases / "full"
    folder.mkdir(parents=True)
    for path in (*release.glob("*.parquet"), release / "plans.json"):
        if path.stem not in ("cube", "vurdering", "coverage"):
            (folder / path.name).write_bytes(path.read_bytes())
    cube = pl.read_parquet(release / "cube.parquet")
    catalogue = pl.read_parquet(release / "indicators.parquet").select("indikator", "undersokelse")
    cube = cube.join(catalogue, on="indikator", how="left", maintain_order="left")
    with_figures = cube.filter(kilde=COMPUTED, status="ok")
    newest = dict(with_figures.group_by("undersokelse").agg(pl.col("aar").max()).iter_rows())
    for name in ("cube", "vurdering", "coverage"):
        table = cube if name == "cube" else pl.read_parquet(release / f"{name}.parquet")
        if name == "vurdering":
            table = table.join(catalogue, on="indikator", how="left", maintain_order="left")
        last = pl.col("undersokelse").replace_strict(newest, default=None) == pl.col("aar")
        made = pl.col("kilde") == COMPUTED if "kilde" in table.columns else pl.lit(value=True)
        copies = table.filter(last & made)
        long = [copies.with_columns(pl.lit(year, table.schema["aar"]).alias("aar")) for year in YEARS]
        kept = [table.filter(~made)] if "kilde" in table.columns else []
        whole = pl.concat([*long, *kept])
        whole = whole.drop("undersokelse") if name != "coverage" else whole
        order = [column for column in whole.columns[:9] if column != "verdi"]
        whole.sort(order, nulls_last=True).write_parquet(folder / f"{name}.parquet")
    write_manifest(folder, waves={survey: dict.fromkeys(YEARS, 1) for survey in newest})
    make_current(releases, folder.name)
    return folder


@contextmanager
def served(home: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The pages over `home`: address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        command(port, home), cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            if not any("URL:" in line for line in process.stdout or ()):
                raise RuntimeError(f"the server ended with {process.wait()}")
            yield f"127.0.0.1:{port}", process
        finally:
            process.kill()


class Visitor:
    """One session with the server."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    @classmethod
    async def arrives(cls, address: str) -> Visitor:
        """A new session."""
        url = f"ws://{address}/_stcore/stream"
        speaks = [Subprotocol("streamlit")]
        return cls(
            await connect(url, subprotocols=speaks, max_size=None, proxy=None, open_timeout=60, ping_interval=None)
        )

    async def sees(self, page: str, **params: str) -> tuple[float, int]:
        """Asks for a page. Returns the seconds until all of it is there, and how many errors are on it."""
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(params)
        asked.rerun_script.page_name = page
        begun, errors = time.perf_counter(), 0
        await self.connection.send(asked.SerializeToString())
        while True:
            answer = await self.connection.recv()
            if not isinstance(answer, bytes):
                raise RuntimeError("the server hung up")
            message = ForwardMsg.FromString(answer)
            errors += message.delta.new_element.HasField("exception") if message.HasField("delta") else 0
            if message.HasField("script_finished"):
                if message.script_finished not in (
                    ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):  # fmt: skip
                    errors += 1
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return time.perf_counter() - begun, errors


def views(folder: Path, each: int) -> dict[str, list[dict[str, str]]]:
    """Page -> addresses of it, drawn by chance but always the same: indicators and places of every kind."""
    chance = random.Random(SEED)
    indicators = pl.read_parquet(folder / "cube.parquet", columns=["indikator", "kilde"]).filter(kilde=COMPUTED)
    names = indicators["indikator"].unique().sort().to_list()
    regions = pl.read_parquet(folder / "regions.parquet").filter(geografi="2024")
    places = [f"{kind}-{code}" for kind, code in regions.select("regiontype", "regionkode").sort(pl.all()).iter_rows()]
    found: dict[str, list[dict[str, str]]] = {}
    for page in PAGES:
        found[page] = [
            {"indikator": chance.choice(names), "region": chance.choice(places),
             "sammenlign": chance.choice(("korus", "fylke", "kommune")), "vis": chance.choice(("rangering", "kart"))}
            for _ in range(each)
        ]  # fmt: skip
    return found


async def script_times(address: str, asked: dict[str, list[dict[str, str]]]) -> tuple[dict[str, float], int]:
    """Page -> the 95th percentile in milliseconds, and the errors seen; each page is seen once before, unmeasured."""
    times, errors = {}, 0
    for page, addresses in asked.items():
        visitor = await Visitor.arrives(address)
        await visitor.sees(page)
        seen = [await visitor.sees(page, **_of_page(page, params)) for params in addresses]
        errors += sum(e for _, e in seen)
        times[page or "oversikt"] = round(1000 * sorted(s for s, _ in seen)[int(0.95 * len(seen))], 1)
        await visitor.connection.close()
    return times, errors


async def together(address: str, asked: dict[str, list[dict[str, str]]]) -> tuple[float, int]:
    """Fifty visitors who each see four pages, all at once. Returns the slowest page in seconds, and the errors."""

    async def visit(number: int) -> list[tuple[float, int]]:
        visitor = await Visitor.arrives(address)
        found = []
        for step in range(4):
            page = PAGES[(number + step) % len(PAGES)]
            found.append(await visitor.sees(page, **_of_page(page, asked[page][number % len(asked[page])])))
        await visitor.connection.close()
        return found

    seen = [one for visit in await asyncio.gather(*map(visit, range(VISITORS))) for one in visit]
    return max(s for s, _ in seen), sum(e for _, e in seen)


def _of_page(page: str, params: dict[str, str]) -> dict[str, str]:
    """What the page keeps in its address."""
    names = {"indikator": tuple(params), "region": ("region",), "opptrappingsplanen": ("region",)}.get(page, ())
    return {name: params[name] for name in names}


def first_page(address: str) -> float:
    """Seconds until Chromium, newly started, shows the whole first page of a server that nobody has asked for one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(f"http://{address}/")
        page.locator(".o-foot p").wait_for(timeout=120_000)
        taken = time.perf_counter() - begun
        browser.close()
    return taken


def megabytes(process: subprocess.Popen[str]) -> float:
    """The most memory the process has had."""
    said = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    return int(next(line for line in said.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def measured(release: Path, each: int = VIEWS) -> dict[str, Any]:
    """Everything, over a lengthened copy of `release`; script times of `each` views of a page."""
    with tempfile.TemporaryDirectory() as home:
        folder = lengthened(release, Path(home) / "releases")
        rows = pl.scan_parquet(folder / "cube.parquet").select(pl.len()).collect().item()
        with served(Path(home)) as (address, process):
            first = first_page(address)
            asked = views(folder, each)
            times, errors = asyncio.run(script_times(address, asked))
            slowest, more = asyncio.run(together(address, asked))
            return {
                "rows": rows, "first": first, "times": times, "errors": errors, "together": slowest,
                "errors_together": more, "megabytes": megabytes(process), "processors": os.cpu_count(),
            }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), *map(int, sys.argv[2:]))))

"""Uses the package as a user would, one scenario a run, and prints what came of it as one line of JSON.

Usage: conformance.py [--async] INSTANCE_URL TOKEN SCENARIO. It judges nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
import sys
import tempfile
import time
import traceback
from collections.abc import AsyncIterable, Callable
from pathlib import Path
from typing import Any

from gitlab_jobs_client import (
    ApiError,
    AsyncClient,
    Client,
    DeadlineError,
    DecodeError,
    Download,
    GitLabError,
    TransportError,
)

PROJECT = "group/app"
JOB = 1001

Line = dict[str, Any]


def summary(content: bytes) -> Line:
    return {"length": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def saved(download: Download) -> Line:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "download"
        download.save(path)
        return summary(path.read_bytes())


def streamed(download: Download) -> Line:
    pieces = 0
    with tempfile.TemporaryFile() as file:
        for piece in download:
            pieces += 1
            file.write(piece)
        file.seek(0)
        return {**summary(file.read()), "pieces": pieces}


def job_id(client: Client) -> Line:
    return {"id": client.get_job(PROJECT, JOB).id}


def played(client: Client, **options: Any) -> Line:
    job = client.play_job(PROJECT, 1031, **options)
    return {"id": job.id, "status": job.status}


def credential(client: Client) -> Line:
    jobs = [
        client.get_job(PROJECT, JOB),
        *client.list_pipeline_jobs(PROJECT, 11),
        client.cancel_job(PROJECT, 1025),
    ]
    return {"ids": [job.id for job in jobs]}


def all_null(client: Client) -> Line:
    job = client.get_job(PROJECT, JOB)
    return {
        "id": job.id,
        "coverage": job.coverage,
        "started_at": job.started_at and job.started_at.isoformat(),
        "runner": job.runner and job.runner.id,
    }


def get_some(client: Client, *fields: str) -> Line:
    job = client.get_job(PROJECT, JOB)
    return {field: getattr(job, field) for field in fields}


def no_content(client: Client) -> Line:
    client.delete_job_artifacts(PROJECT, JOB)
    return {"ok": True}


def rate_limited(client: Client) -> Line:
    began = time.monotonic()
    job = client.get_job(PROJECT, JOB)
    return {"id": job.id, "elapsed_ms": round((time.monotonic() - began) * 1000)}


def token_never_printed(client: Client) -> Line:
    try:
        client.get_job(PROJECT, 999999)
        told = "no error"
    except GitLabError as error:
        told = "\n".join([str(error), repr(error), repr(error.args), repr(vars(error)), traceback.format_exc()])
    shown = [str(client), repr(client), f"{client}", repr(vars(client)), repr(client.with_timeout(5)), told]
    return {"printed": "\n".join(shown)}


class Blocking:
    """The asynchronous client, waited for at every step, so that it goes through the same scenarios."""

    def __init__(self, client: Any, runner: asyncio.Runner) -> None:
        self._client = client
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        return lambda *args, **kwargs: self._waited(getattr(self._client, name)(*args, **kwargs))

    def __iter__(self) -> Any:
        return iter(self._runner.run(collected(self._client)))

    def _waited(self, result: Any) -> Any:
        if inspect.iscoroutine(result):
            return self._runner.run(result)
        return Blocking(result, self._runner) if isinstance(result, AsyncIterable | AsyncClient) else result

    def __repr__(self) -> str:
        return repr(self._client)


async def collected(items: AsyncIterable[Any]) -> list[Any]:
    return [item async for item in items]


SCENARIOS: dict[str, Callable[[Client], Line]] = {
    "project_path": job_id,
    "ref_and_job_name": lambda client: summary(
        client.download_ref_artifacts(PROJECT, "feature/ü+1 #2", "test: [x, 1] 100%/é").read()
    ),
    "artifact_path": lambda client: summary(
        client.download_job_artifact_file(PROJECT, JOB, "docs/a b+c%20.txt").read()
    ),
    "scope": lambda client: {"ids": [job.id for job in client.list_project_jobs(PROJECT, scope=["failed", "success"])]},
    "plain_query": lambda client: {"ids": [job.id for job in client.list_project_jobs(PROJECT)]},
    "play": lambda client: played(client, variables={"TARGET": "staging"}),
    "play_empty": played,
    "credential": credential,
    "redirect": lambda client: saved(client.download_job_artifacts(PROJECT, JOB)),
    "unknown_status": lambda client: get_some(client, "id", "status"),
    "unknown_field": lambda client: get_some(client, "id", "name"),
    "all_null": all_null,
    "error_string": job_id,
    "error_array": job_id,
    "error_object": job_id,
    "error_oauth": job_id,
    "error_html": lambda client: {"id": client.cancel_job(PROJECT, 1025).id},
    "trace_bytes": lambda client: summary(client.get_job_trace(PROJECT, JOB).read()),
    "trace_stream": lambda client: streamed(client.get_job_trace(PROJECT, JOB)),
    "no_content": no_content,
    "pages_offset": lambda client: {"ids": [job.id for job in client.all_pipeline_jobs(PROJECT, 11, per_page=2)]},
    "pages_keyset": lambda client: {
        "ids": [job.id for job in client.all_project_jobs(PROJECT, pagination="keyset", per_page=3)]
    },
    "rate_limited": rate_limited,
    "timeout": lambda client: {"id": client.with_timeout(0.5).get_job(PROJECT, JOB).id},
    "token_never_printed": token_never_printed,
}

KINDS = [(ApiError, "api"), (DeadlineError, "timeout"), (TransportError, "transport"), (DecodeError, "decode")]


def told(error: Exception) -> Line:
    kind = next((name for known, name in KINDS if isinstance(error, known)), "other")
    if isinstance(error, ApiError):
        return {"error": {"kind": kind, "status": error.status, "messages": list(error.messages)}}
    return {"error": {"kind": kind, "status": None, "messages": [str(error)]}}


def main() -> None:
    asynchronous = sys.argv[1] == "--async"
    url, token, scenario = sys.argv[-3:]
    try:
        if asynchronous:
            with asyncio.Runner() as runner:
                client: Any = Blocking(AsyncClient(url, token=token), runner)
                line = SCENARIOS[scenario](client)
                client.close()
        else:
            with Client(url, token=token) as client:
                line = SCENARIOS[scenario](client)
    except Exception as error:
        line = told(error)
    print(json.dumps(line))


main()

"""The operations of the API, each as a function from its arguments to a call. Nothing is sent here.

Paths, queries and bodies are made by the generated core, whose models the answers become.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any, Protocol, TypeVar

from ._generated.api.job_artifacts_api import JobArtifactsApi
from ._generated.api.jobs_api import JobsApi
from ._generated.api_client import ApiClient
from ._generated.configuration import Configuration
from .calls import Call, call
from .models import (
    AllowedAgents,
    ArtifactEntry,
    Bridge,
    Job,
    JobOrBridge,
    JobOrderBy,
    JobPlayInput,
    JobRetryInput,
    JobVariable,
    MessageBody,
    PaginationMethod,
    SortDirection,
)

Project = int | str
"""A project: its ID, or its full path such as `group/app`, as it is written and not encoded."""


class _Model(Protocol):
    @classmethod
    def from_dict(cls, obj: dict[str, Any] | None) -> Any: ...


M = TypeVar("M", bound=_Model)
E = TypeVar("E", bound=Enum)

# The core makes requests of arguments; it has no address, no credential, and never sends anything itself.
_core = ApiClient(Configuration(host=""))
_jobs = JobsApi(_core)
_artifacts = JobArtifactsApi(_core)
_PLAIN: dict[str, Any] = {"_request_auth": None, "_content_type": None, "_headers": None, "_host_index": 0}
_JSON = "application/json"


def _one(model: type[M]) -> Callable[[bytes], M]:
    return lambda body: _read(model, json.loads(body))


def _many(model: type[M]) -> Callable[[bytes], list[M]]:
    return lambda body: [_read(model, item) for item in _array(json.loads(body))]


def _read(model: type[M], value: Any) -> M:
    read = model.from_dict(value)
    if not isinstance(read, model):
        raise ValueError("null where there has to be an object")
    return read


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("no array where there has to be one")
    return value


def _nothing(_: bytes) -> None:
    return None


def _states(scope: Iterable[str] | None) -> list[str] | None:
    if isinstance(scope, str):
        raise TypeError("scope is several states, such as ['failed']")
    return None if scope is None else list(scope)


def _known(values: type[E], value: str | None) -> E | None:
    return None if value is None else values(value)


def list_project_jobs(
    project: Project,
    *,
    scope: Iterable[str] | None = None,
    ref: str | None = None,
    pagination: str | None = None,
    order_by: str | None = None,
    sort: str | None = None,
    cursor: str | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Call[list[Job]]:
    """The jobs of a project, newest first: of every state, or of the states in `scope`."""
    serialized = _jobs._list_project_jobs_serialize(
        id=project,
        scope=_states(scope),
        ref=ref,
        order_by=_known(JobOrderBy, order_by),
        sort=_known(SortDirection, sort),
        pagination=_known(PaginationMethod, pagination),
        cursor=cursor,
        page=page,
        per_page=per_page,
        **_PLAIN,
    )
    return call("list_project_jobs", serialized, _many(Job), _JSON)


def list_pipeline_jobs(
    project: Project,
    pipeline_id: int,
    *,
    scope: Iterable[str] | None = None,
    include_retried: bool | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Call[list[Job]]:
    """The jobs of a pipeline, newest first; those that were retried only with `include_retried`."""
    serialized = _jobs._list_pipeline_jobs_serialize(
        id=project,
        pipeline_id=pipeline_id,
        scope=_states(scope),
        include_retried=include_retried,
        page=page,
        per_page=per_page,
        **_PLAIN,
    )
    return call("list_pipeline_jobs", serialized, _many(Job), _JSON)


def list_pipeline_bridges(
    project: Project,
    pipeline_id: int,
    *,
    scope: Iterable[str] | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Call[list[Bridge]]:
    """The trigger jobs of a pipeline, by the path that every server knows."""
    serialized = _jobs._list_pipeline_bridges_serialize(
        id=project, pipeline_id=pipeline_id, scope=_states(scope), page=page, per_page=per_page, **_PLAIN
    )
    return call("list_pipeline_bridges", serialized, _many(Bridge), _JSON)


def list_pipeline_trigger_jobs(
    project: Project,
    pipeline_id: int,
    *,
    scope: Iterable[str] | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Call[list[Bridge]]:
    """The trigger jobs of a pipeline, by the path that servers have since 19.2."""
    serialized = _jobs._list_pipeline_trigger_jobs_serialize(
        id=project, pipeline_id=pipeline_id, scope=_states(scope), page=page, per_page=per_page, **_PLAIN
    )
    return call("list_pipeline_trigger_jobs", serialized, _many(Bridge), _JSON)


def get_current_job() -> Call[Job]:
    """The job whose job token the client has."""
    return call("get_current_job", _jobs._get_current_job_serialize(**_PLAIN), _one(Job), _JSON)


def get_allowed_agents() -> Call[AllowedAgents]:
    """The agents for Kubernetes that the job of the client's job token may use."""
    return call("get_allowed_agents", _jobs._get_allowed_agents_serialize(**_PLAIN), _one(AllowedAgents), _JSON)


def get_job(project: Project, job_id: int) -> Call[Job]:
    """One job."""
    serialized = _jobs._get_job_serialize(id=project, job_id=job_id, **_PLAIN)
    return call("get_job", serialized, _one(Job), _JSON)


def get_job_trace(
    project: Project, job_id: int, *, byte_offset: int | None = None, byte_limit: int | None = None
) -> Call[bytes]:
    """The log of a job, byte for byte; it need not be UTF-8. Servers before 19 send all of it in any case."""
    serialized = _jobs._get_job_trace_serialize(
        id=project, job_id=job_id, byte_offset=byte_offset, byte_limit=byte_limit, **_PLAIN
    )
    return call("get_job_trace", serialized, bytes, "text/plain, */*")


def cancel_job(project: Project, job_id: int, *, force: bool | None = None) -> Call[Job]:
    """Cancels a job; `force` ends one that hangs in `canceling`."""
    serialized = _jobs._cancel_job_serialize(id=project, job_id=job_id, force=force, **_PLAIN)
    return call("cancel_job", serialized, _one(Job), _JSON)


def retry_job(project: Project, job_id: int, *, inputs: Mapping[str, object] | None = None) -> Call[JobOrBridge]:
    """Runs a job again, as a new job; `inputs` are values for the job's inputs."""
    body = JobRetryInput(inputs=dict(inputs) if inputs else None)
    serialized = _jobs._retry_job_serialize(id=project, job_id=job_id, job_retry_input=body, **_PLAIN)
    return call("retry_job", serialized, _one(JobOrBridge), _JSON)


def erase_job(project: Project, job_id: int) -> Call[Job]:
    """Erases the log and the artifacts of a finished job."""
    serialized = _jobs._erase_job_serialize(id=project, job_id=job_id, **_PLAIN)
    return call("erase_job", serialized, _one(Job), _JSON)


def play_job(
    project: Project,
    job_id: int,
    *,
    variables: Mapping[str, str] | None = None,
    inputs: Mapping[str, object] | None = None,
) -> Call[JobOrBridge]:
    """Runs a manual job, with variables and with values for the job's inputs if given."""
    given = [JobVariable(key=key, value=value) for key, value in (variables or {}).items()]
    body = JobPlayInput(job_variables_attributes=given or None, job_inputs=dict(inputs) if inputs else None)
    serialized = _jobs._play_job_serialize(id=project, job_id=job_id, job_play_input=body, **_PLAIN)
    return call("play_job", serialized, _one(JobOrBridge), _JSON)


def download_job_artifacts(project: Project, job_id: int) -> Call[bytes]:
    """The artifacts archive of a job."""
    serialized = _artifacts._download_job_artifacts_serialize(id=project, job_id=job_id, **_PLAIN)
    return call("download_job_artifacts", serialized, bytes, "*/*")


def download_ref_artifacts(
    project: Project, ref_name: str, job: str, *, search_recent_successful_pipelines: bool | None = None
) -> Call[bytes]:
    """The artifacts archive of the latest successful job of that name for a branch or tag."""
    serialized = _artifacts._download_ref_artifacts_serialize(
        id=project,
        ref_name=ref_name,
        job=job,
        search_recent_successful_pipelines=search_recent_successful_pipelines,
        **_PLAIN,
    )
    return call("download_ref_artifacts", serialized, bytes, "*/*")


def download_job_artifact_file(project: Project, job_id: int, artifact_path: str) -> Call[bytes]:
    """One file out of the artifacts archive of a job."""
    serialized = _artifacts._download_job_artifact_file_serialize(
        id=project, job_id=job_id, artifact_path=artifact_path, **_PLAIN
    )
    return call("download_job_artifact_file", serialized, bytes, "*/*")


def download_ref_artifact_file(
    project: Project,
    ref_name: str,
    artifact_path: str,
    job: str,
    *,
    search_recent_successful_pipelines: bool | None = None,
) -> Call[bytes]:
    """One file out of the artifacts archive of the latest successful job of that name for a branch or tag."""
    serialized = _artifacts._download_ref_artifact_file_serialize(
        id=project,
        ref_name=ref_name,
        artifact_path=artifact_path,
        job=job,
        search_recent_successful_pipelines=search_recent_successful_pipelines,
        **_PLAIN,
    )
    return call("download_ref_artifact_file", serialized, bytes, "*/*")


def list_job_artifact_tree(
    project: Project,
    job_id: int,
    *,
    path: str | None = None,
    recursive: bool | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Call[list[ArtifactEntry]]:
    """What is in a directory of the artifacts archive of a job; `recursive` also tells what is below."""
    serialized = _artifacts._list_job_artifact_tree_serialize(
        id=project, job_id=job_id, path=path, recursive=recursive, page=page, per_page=per_page, **_PLAIN
    )
    return call("list_job_artifact_tree", serialized, _many(ArtifactEntry), _JSON)


def keep_job_artifacts(project: Project, job_id: int) -> Call[Job]:
    """Keeps the artifacts of a job from expiring."""
    serialized = _artifacts._keep_job_artifacts_serialize(id=project, job_id=job_id, **_PLAIN)
    return call("keep_job_artifacts", serialized, _one(Job), _JSON)


def delete_job_artifacts(project: Project, job_id: int) -> Call[None]:
    """Deletes the artifacts of a job."""
    serialized = _artifacts._delete_job_artifacts_serialize(id=project, job_id=job_id, **_PLAIN)
    return call("delete_job_artifacts", serialized, _nothing, _JSON)


def delete_project_artifacts(project: Project) -> Call[MessageBody]:
    """Schedules all artifacts of a project that may be deleted for deletion."""
    serialized = _artifacts._delete_project_artifacts_serialize(id=project, **_PLAIN)
    return call("delete_project_artifacts", serialized, _one(MessageBody), _JSON)

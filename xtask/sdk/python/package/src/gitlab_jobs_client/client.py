"""The blocking client: every operation as a method, lists as iterators, downloads in pieces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec

import httpx

from . import operations
from .base import Base, presented
from .calls import Call, T, next_page
from .downloads import Download
from .errors import DecodeError
from .exchange import Deadline, check, decode, exchange, translated
from .settings import without_proxy

P = ParamSpec("P")


def _answer(operation: Callable[P, Call[T]]) -> Callable[Concatenate[Client, P], T]:
    @presented(operation)
    def method(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> T:
        call = operation(*args, **kwargs)
        return decode(call, self._fetch(call)[0])

    return method


def _each(operation: Callable[P, Call[list[T]]]) -> Callable[Concatenate[Client, P], Iterator[T]]:
    """All items of a list, page after page, fetched as they are needed."""

    @presented(operation)
    def method(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> Iterator[T]:
        return self._items(operation(*args, **kwargs))

    return method


def _download(operation: Callable[P, Call[bytes]]) -> Callable[Concatenate[Client, P], Download]:
    @presented(operation)
    def method(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> Download:
        call = operation(*args, **kwargs)
        return Download(lambda: self._pieces(call))

    return method


def _body(response: httpx.Response, deadline: Deadline) -> bytes:
    body = bytearray()
    for piece in response.iter_bytes():
        deadline.left()
        body += piece
    return bytes(body)


class Client(Base[httpx.Client]):
    """A client of GitLab's Jobs API that waits for its answers; it can be shared by threads.

    Methods named `all_...` take what the `list_...` method of the same name takes, and go through all pages.
    """

    list_project_jobs = _answer(operations.list_project_jobs)
    all_project_jobs = _each(operations.list_project_jobs)
    list_pipeline_jobs = _answer(operations.list_pipeline_jobs)
    all_pipeline_jobs = _each(operations.list_pipeline_jobs)
    list_pipeline_bridges = _answer(operations.list_pipeline_bridges)
    all_pipeline_bridges = _each(operations.list_pipeline_bridges)
    list_pipeline_trigger_jobs = _answer(operations.list_pipeline_trigger_jobs)
    all_pipeline_trigger_jobs = _each(operations.list_pipeline_trigger_jobs)
    get_current_job = _answer(operations.get_current_job)
    get_allowed_agents = _answer(operations.get_allowed_agents)
    get_job = _answer(operations.get_job)
    get_job_trace = _download(operations.get_job_trace)
    cancel_job = _answer(operations.cancel_job)
    retry_job = _answer(operations.retry_job)
    erase_job = _answer(operations.erase_job)
    play_job = _answer(operations.play_job)
    download_job_artifacts = _download(operations.download_job_artifacts)
    download_ref_artifacts = _download(operations.download_ref_artifacts)
    download_job_artifact_file = _download(operations.download_job_artifact_file)
    download_ref_artifact_file = _download(operations.download_ref_artifact_file)
    list_job_artifact_tree = _answer(operations.list_job_artifact_tree)
    all_job_artifact_entries = _each(operations.list_job_artifact_tree)
    keep_job_artifacts = _answer(operations.keep_job_artifacts)
    delete_job_artifacts = _answer(operations.delete_job_artifacts)
    delete_project_artifacts = _answer(operations.delete_project_artifacts)

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _connections(base: httpx.URL) -> httpx.Client:
        return httpx.Client(mounts=without_proxy(base))

    @contextmanager
    def _open(self, call: Call[T], deadline: Deadline) -> Iterator[httpx.Response]:
        """The final response, its body not read yet; refusals are raised."""
        steps = exchange(self._settings, call, deadline)
        with translated(call.operation):
            send = next(steps)
            while True:
                time.sleep(send.wait)
                response = self._http.send(send.request, stream=True, auth=None, follow_redirects=False)
                try:
                    try:
                        send = steps.send(response)
                        continue
                    except StopIteration:
                        pass
                    if not response.is_success:
                        check(call, response.status_code, _body(response, deadline))
                    yield response
                    return
                finally:
                    response.close()

    def _pieces(self, call: Call[T]) -> Iterator[bytes]:
        deadline = Deadline(self._settings.timeout)
        with self._open(call, deadline) as response:
            for piece in response.iter_bytes():
                deadline.left()
                yield piece

    def _fetch(self, call: Call[T]) -> tuple[bytes, httpx.Headers]:
        deadline = Deadline(self._settings.timeout)
        with self._open(call, deadline) as response:
            return _body(response, deadline), response.headers

    def _items(self, call: Call[list[T]]) -> Iterator[T]:
        following: Call[list[T]] | None = call
        seen: set[str] = set()
        while following is not None:
            if following.path in seen:
                raise DecodeError(f"{call.operation}: the list leads in a circle")
            seen.add(following.path)
            body, headers = self._fetch(following)
            yield from decode(following, body)
            following = next_page(following, headers)

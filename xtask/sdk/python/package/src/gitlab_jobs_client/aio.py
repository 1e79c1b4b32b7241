"""The asynchronous client: the blocking one's methods, to be awaited or iterated with `async for`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Concatenate, ParamSpec

import httpx

from . import operations
from .base import Base, presented
from .calls import Call, T, next_page
from .downloads import AsyncDownload
from .errors import DecodeError
from .exchange import Deadline, check, decode, exchange, translated
from .settings import without_proxy

P = ParamSpec("P")


def _answer(operation: Callable[P, Call[T]]) -> Callable[Concatenate[AsyncClient, P], Coroutine[Any, Any, T]]:
    @presented(operation)
    async def method(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
        call = operation(*args, **kwargs)
        return decode(call, (await self._fetch(call))[0])

    return method


def _each(operation: Callable[P, Call[list[T]]]) -> Callable[Concatenate[AsyncClient, P], AsyncIterator[T]]:
    """All items of a list, page after page, fetched as they are needed."""

    @presented(operation)
    def method(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[T]:
        return self._items(operation(*args, **kwargs))

    return method


def _download(operation: Callable[P, Call[bytes]]) -> Callable[Concatenate[AsyncClient, P], AsyncDownload]:
    @presented(operation)
    def method(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> AsyncDownload:
        call = operation(*args, **kwargs)
        return AsyncDownload(lambda: self._pieces(call))

    return method


async def _body(response: httpx.Response, deadline: Deadline) -> bytes:
    return await asyncio.wait_for(response.aread(), deadline.left())


class AsyncClient(Base[httpx.AsyncClient]):
    """A client of GitLab's Jobs API for asyncio.

    Methods named `all_...` take what the `list_...` method of the same name takes, and go through all pages. They and
    the downloads are not awaited but iterated.
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

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @staticmethod
    def _connections(base: httpx.URL) -> httpx.AsyncClient:
        return httpx.AsyncClient(mounts=without_proxy(base))

    @asynccontextmanager
    async def _open(self, call: Call[T], deadline: Deadline) -> AsyncIterator[httpx.Response]:
        """The final response, its body not read yet; refusals are raised."""
        steps = exchange(self._settings, call, deadline)
        with translated(call.operation):
            send = next(steps)
            while True:
                await asyncio.sleep(send.wait)
                sent = self._http.send(send.request, stream=True, auth=None, follow_redirects=False)
                response = await asyncio.wait_for(sent, deadline.left())
                try:
                    try:
                        send = steps.send(response)
                        continue
                    except StopIteration:
                        pass
                    if not response.is_success:
                        check(call, response.status_code, await _body(response, deadline))
                    yield response
                    return
                finally:
                    await response.aclose()

    async def _pieces(self, call: Call[T]) -> AsyncIterator[bytes]:
        deadline = Deadline(self._settings.timeout)
        async with self._open(call, deadline) as response:
            async for piece in response.aiter_bytes():
                deadline.left()
                yield piece

    async def _fetch(self, call: Call[T]) -> tuple[bytes, httpx.Headers]:
        deadline = Deadline(self._settings.timeout)
        async with self._open(call, deadline) as response:
            return await _body(response, deadline), response.headers

    async def _items(self, call: Call[list[T]]) -> AsyncIterator[T]:
        following: Call[list[T]] | None = call
        seen: set[str] = set()
        while following is not None:
            if following.path in seen:
                raise DecodeError(f"{call.operation}: the list leads in a circle")
            seen.add(following.path)
            body, headers = await self._fetch(following)
            for item in decode(following, body):
                yield item
            following = next_page(following, headers)

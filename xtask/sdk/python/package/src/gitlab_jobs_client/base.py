"""What both clients have in common: how they are made, copied and printed."""

from __future__ import annotations

import copy
import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Generic, TypeVar

import httpx

from .settings import Settings, from_environment

Http = TypeVar("Http")
Self = TypeVar("Self", bound="Base[Any]")
Method = TypeVar("Method", bound=Callable[..., Any])


def presented(operation: Callable[..., Any]) -> Callable[[Method], Method]:
    """Lets `help` and editors show a method with the name, the words and the arguments of its operation."""

    def present(method: Method) -> Method:
        method.__name__, method.__doc__ = operation.__name__, operation.__doc__
        itself = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
        taken = inspect.signature(operation).parameters.values()
        setattr(method, "__signature__", inspect.Signature([itself, *taken]))  # noqa: B010
        return method

    return present


class Base(ABC, Generic[Http]):
    """A client without its operations."""

    def __init__(
        self,
        url: str = "https://gitlab.com",
        *,
        token: str | None = None,
        private_token: str | None = None,
        job_token: str | None = None,
        retries: int = 2,
        timeout: float | None = None,
        http: Http | None = None,
    ) -> None:
        """A client for the GitLab at `url`, with one credential or none.

        `token` is an access or OAuth token and is sent as `Authorization: Bearer`; `private_token` is an access token
        for the `PRIVATE-TOKEN` header, `job_token` the one of a running CI job. `retries` counts further attempts:
        of what only reads after 429, 502, 503 and 504, of everything else after 429 alone. `timeout` is how many
        seconds a whole call may take, with its retries; without it a call fails only when nothing arrives for 30
        seconds. The blocking client looks at the clock when something arrives, so that a silence can make a call up to
        twice as long, and a server that sends its headers in drips can hold it up; the asynchronous client ends in
        time until the pieces of a download arrive. `http` is a client of httpx to send with, for proxies and
        certificates of your own; without one, plain http to this machine goes through no proxy.
        """
        self._settings = Settings.of(
            url, token=token, private_token=private_token, job_token=job_token, retries=retries, timeout=timeout
        )
        self._http: Http = http or self._connections(self._settings.base)

    @classmethod
    def from_env(cls: type[Self], **options: Any) -> Self:
        """A client for the server and the credential that the environment names.

        The server is `GITLAB_URL`, or `CI_API_V4_URL`, which every CI job has, or GitLab.com; the credential is
        `GITLAB_TOKEN`, or `CI_JOB_TOKEN` for the server that started the job. `options` are those of a client.
        """
        return cls(**{**from_environment(), **options})

    def with_timeout(self: Self, seconds: float | None) -> Self:
        """The same client, connections included, whose calls may each take so many seconds, as `timeout` says."""
        if seconds is not None and seconds <= 0:
            raise ValueError("a timeout has to be positive")
        changed = copy.copy(self)
        changed._settings = replace(self._settings, timeout=seconds)
        return changed

    def __repr__(self) -> str:
        credential = self._settings.credential
        shown = f"{credential[0]}: [redacted]" if credential else None
        return f"{type(self).__name__}(url={str(self._settings.base)!r}, credential={shown!r})"

    @staticmethod
    @abstractmethod
    def _connections(base: httpx.URL) -> Http: ...

"""What is sent for one call, and when: credential, redirects, retries and the deadline, decided without sending.

`exchange` is a generator. It yields what to send and is sent the response, so that the blocking and the asynchronous
client share every decision and differ only in how they wait.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

import httpx

from ._generated import __version__ as VERSION
from .calls import Call, T
from .errors import ApiError, DeadlineError, DecodeError, TransportError, messages_of
from .settings import Settings

_MOST_HOPS = 5
_LONGEST_WAIT = 60.0
_IDLE_SECONDS = 30.0


class Deadline:
    """The moment at which a call has to be over, if there is one."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """The seconds that are left; raises DeadlineError when there are none."""
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise DeadlineError("the call took longer than its timeout allows")
        return left

    def allows(self, seconds: float) -> bool:
        """Whether so long a wait ends in time."""
        left = self.left()
        return left is None or seconds < left


@dataclass(frozen=True)
class Send:
    """What to send next, and how many seconds to wait before."""

    request: httpx.Request
    wait: float


def exchange(settings: Settings, call: Call[T], deadline: Deadline) -> Generator[Send, httpx.Response, None]:
    """Yields requests until the response it was sent is the answer, be it success or a refusal."""
    wait = 0.0
    for attempt in range(settings.retries + 1):
        response = yield from _follow(settings, call, deadline, wait)
        repeatable = (429, 502, 503, 504) if call.method == "GET" else (429,)
        if response.status_code not in repeatable:
            return
        asked = _retry_after(response.headers)
        wait = random.uniform(0.5, 1.0) * 2**attempt if asked is None else asked
        if wait > _LONGEST_WAIT or not deadline.allows(wait):
            return


def _follow(
    settings: Settings, call: Call[T], deadline: Deadline, wait: float
) -> Generator[Send, httpx.Response, httpx.Response]:
    """Sends a call once and goes where it is redirected; a request that changes something is never sent on."""
    url = httpx.URL(str(settings.base) + call.path)
    left_origin = False
    for _ in range(_MOST_HOPS + 1):
        idle = min(_IDLE_SECONDS, deadline.left() or _IDLE_SECONDS)
        headers = {**call.headers, "Host": url.netloc.decode("ascii"), "User-Agent": f"gitlab-jobs-client/{VERSION}"}
        # A credential belongs to the origin it was given for; once that was left, somebody else chooses the way.
        if settings.credential is not None and not left_origin:
            headers.update([settings.credential])
        request = httpx.Request(
            call.method, url, headers=headers, content=call.body, extensions={"timeout": httpx.Timeout(idle).as_dict()}
        )
        response = yield Send(request, wait)
        if call.method != "GET" or response.status_code not in (301, 302, 303, 307, 308):
            return response
        here, wait = url, 0.0
        try:
            url = here.join(response.headers.get("Location", "")).copy_with(userinfo=b"", fragment=None)
            host = url.host
        except (httpx.InvalidURL, ValueError):
            host = ""
        if not host:
            raise TransportError(f"{call.operation}: redirected to no address at all")
        if url.scheme not in ("http", "https") or (here.scheme, url.scheme) == ("https", "http"):
            raise TransportError(f"{call.operation}: redirected to {url.scheme or 'no'} address, which is not followed")
        left_origin = left_origin or _origin(url) != _origin(settings.base)
    raise TransportError(f"{call.operation}: redirected more than {_MOST_HOPS} times")


def check(call: Call[T], status: int, body: bytes) -> None:
    """Raises ApiError unless the status is one of success."""
    if not 200 <= status < 300:
        raise ApiError(status, messages_of(body), call.operation)


def decode(call: Call[T], body: bytes) -> T:
    """The body as what the operation answers with; raises DecodeError."""
    try:
        return call.decode(body)
    except (ValueError, TypeError, AttributeError) as error:
        # The original error shows what it could not understand, and so parts of the body.
        raise DecodeError(f"{call.operation}: the answer is not what was expected ({_places(error)})") from None


@contextmanager
def translated(operation: str) -> Iterator[None]:
    """Turns the errors of the HTTP library into ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise DeadlineError(f"{operation}: no answer in time") from _without_request(error)
    except asyncio.TimeoutError:
        raise DeadlineError(f"{operation}: no answer in time") from None
    except (httpx.InvalidURL, UnicodeError):
        # The library looks at where a redirect leads even when it is told not to follow.
        raise TransportError(f"{operation}: led to no address at all") from None
    except httpx.ProtocolError as error:
        # Its words repeat lines of what was said, such as a header with the credential or where a redirect leads.
        own = isinstance(error, httpx.LocalProtocolError)
        said = "the request cannot be sent" if own else str(error).partition(": ")[0]
        raise TransportError(f"{operation}: {type(error).__name__}: {said}") from None
    except httpx.HTTPError as error:
        raise TransportError(f"{operation}: {type(error).__name__}: {error}") from _without_request(error)


def _without_request(error: httpx.HTTPError) -> httpx.HTTPError:
    # The request has the credential among its headers.
    error._request = None
    return error


def _places(error: Exception) -> str:
    described = getattr(error, "errors", None)
    if described is None:
        return type(error).__name__
    found = described(include_input=False, include_url=False)
    return "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['type']}" for problem in found)


def _retry_after(headers: httpx.Headers) -> float | None:
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - datetime.now(timezone.utc)).total_seconds())


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)

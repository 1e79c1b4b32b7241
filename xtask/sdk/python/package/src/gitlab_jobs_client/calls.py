"""One call as a value: what is asked, and how its answer is read. Where the next page of a list is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ._generated.api_client import RequestSerialized
from .errors import DecodeError

T = TypeVar("T")

# A value in quotes may hold whatever separates the parts of a `Link` header.
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[^\s=;,"]+\s*=\s*(?:"[^"]*"|[^",;]*))*)')
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\\]")
_REL = re.compile(r';\s*rel\s*=\s*"?([^";,]*)', re.IGNORECASE)


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request to the API, without the address of a server and without a credential."""

    operation: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None
    decode: Callable[[bytes], T]


def call(operation: str, serialized: RequestSerialized, decode: Callable[[bytes], T], accept: str) -> Call[T]:
    """A call from what the generated core makes of its arguments; refuses paths that would lead elsewhere."""
    method, path, _, body, _ = serialized
    for segment in path.partition("?")[0].split("/")[1:]:
        name = unquote(segment)
        if any(part in ("", ".", "..") for part in name.split("/")):
            raise ValueError(f"{operation}: a name in a path must not be or have an empty part, `.` or `..`")
        if _NOT_IN_NAMES.search(name):
            raise ValueError(f"{operation}: a name in a path must not have a backslash or a control character")
    headers = {"Accept": accept}
    content = None
    if method == "POST":
        content = b"" if body is None else json.dumps(body).encode()
    if content:
        headers["Content-Type"] = "application/json"
    return Call(operation, method, path, headers, content, decode)


def next_page(this: Call[T], headers: Mapping[str, str]) -> Call[T] | None:
    """The call for the page behind this one, or None behind the last.

    Only the query of a link is used: a server behind a proxy may be wrong about its own address, and nothing a server
    sends decides where a credential goes.
    """
    path, _, query = this.path.partition("?")
    if "link" in headers:
        links = _LINK.finditer(headers["link"])
        found = (link[1] for link in links if "next" in " ".join(_REL.findall(link[2])).lower().split())
        target = next(found, None)
        try:
            following = None if target is None else urlsplit(target).query
        except ValueError:
            following = ""
    else:
        number = headers.get("x-next-page", "").strip()
        others = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "page"]
        following = urlencode([*others, ("page", number)]) if number else None
    if following is None:
        return None
    if following in ("", query):
        raise DecodeError(f"{this.operation}: the link to the next page leads nowhere")
    return replace(this, path=f"{path}?{following}")

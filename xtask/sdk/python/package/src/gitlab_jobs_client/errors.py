"""What can go wrong with a call: one base class, and GitLab's words from whichever place of an answer they stand in."""

from __future__ import annotations

import json
from collections.abc import Iterator


class GitLabError(Exception):
    """The base of every error of a call. Neither its words nor its cause hold a credential, a body or a query.

    What Python keeps of errors that were replaced, `__context__`, and the variables of a traceback may hold them.
    """


class ApiError(GitLabError):
    """GitLab answered, and not with success.

    `status` is the HTTP status, `messages` are GitLab's own words: empty where it said nothing readable.
    """

    def __init__(self, status: int, messages: tuple[str, ...], operation: str) -> None:
        self.status = status
        self.messages = messages
        super().__init__(f"{operation}: {'; '.join([f'status {status}', *messages])}")


class DeadlineError(GitLabError):
    """The call took longer than it was allowed to."""


class TransportError(GitLabError):
    """No answer arrived, or it led to where this client does not go."""


class DecodeError(GitLabError):
    """An answer of success could not be understood; its `__context__` may show parts of the body."""


def messages_of(body: bytes) -> tuple[str, ...]:
    """Flattens what an error body says: a text, a list of texts, texts by attribute, or an OAuth error."""
    try:
        said = json.loads(body)
    except ValueError:
        return ()
    if not isinstance(said, dict):
        return ()
    for key in ("message", "error_description", "error"):
        found = tuple(_texts(said.get(key)))
        if found:
            return found
    return ()


def _texts(said: object) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        yield from (text for text in said if isinstance(text, str))
    elif isinstance(said, dict):
        yield from (f"{key}: {text}" for key, texts in said.items() for text in _texts(texts))

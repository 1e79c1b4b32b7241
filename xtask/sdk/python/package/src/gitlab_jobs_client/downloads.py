"""Bytes that are fetched when they are asked for, in pieces: logs, archives and files of archives."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Download:
    """A download that has not begun. Each of its methods asks the server anew; a loop over it gives the pieces."""

    def __init__(self, pieces: Callable[[], Iterator[bytes]]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces()

    def read(self) -> bytes:
        """All of it, in memory."""
        return b"".join(self)

    def save(self, path: str | os.PathLike[str]) -> int:
        """Writes it to a file, which appears or is replaced once it is whole; returns the number of bytes."""
        with _whole(Path(path)) as file:
            return sum(file.write(piece) for piece in self)


class AsyncDownload:
    """A download that has not begun. Each of its methods asks the server anew; a loop over it gives the pieces."""

    def __init__(self, pieces: Callable[[], AsyncIterator[bytes]]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._pieces()

    async def read(self) -> bytes:
        """All of it, in memory."""
        return b"".join([piece async for piece in self])

    async def save(self, path: str | os.PathLike[str]) -> int:
        """Writes it to a file, which appears or is replaced once it is whole; returns the number of bytes."""
        length = 0
        with _whole(Path(path)) as file:
            async for piece in self:
                length += await asyncio.to_thread(file.write, piece)
        return length


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when it is complete, and vanishes when it does not become so."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            yield file
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

"""A client of GitLab's Jobs API: list, follow, cancel, retry and run CI/CD jobs, fetch their logs and artifacts."""

from . import known_values, models
from ._generated import __version__
from .aio import AsyncClient
from .client import Client
from .downloads import AsyncDownload, Download
from .errors import ApiError, DeadlineError, DecodeError, GitLabError, TransportError

__all__ = [
    "ApiError",
    "AsyncClient",
    "AsyncDownload",
    "Client",
    "DeadlineError",
    "DecodeError",
    "Download",
    "GitLabError",
    "TransportError",
    "__version__",
    "known_values",
    "models",
]

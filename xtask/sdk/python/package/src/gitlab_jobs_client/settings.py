"""Where a client sends its requests and as whom: checked once, and printed without the credential."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field

import httpx

_API = "/api/v4"


@dataclass(frozen=True)
class Settings:
    """What every call of one client has in common."""

    base: httpx.URL
    credential: tuple[str, str] | None = field(repr=False)
    retries: int
    timeout: float | None

    @staticmethod
    def of(
        url: str,
        *,
        token: str | None,
        private_token: str | None,
        job_token: str | None,
        retries: int,
        timeout: float | None,
    ) -> Settings:
        """Settings from what a user gives; raises ValueError for what can only be a mistake."""
        try:
            base = httpx.URL(url)
        except httpx.InvalidURL:
            raise ValueError("the address of GitLab has to be like https://gitlab.example.com") from None
        if base.scheme not in ("http", "https") or not base.host:
            raise ValueError("the address of GitLab has to be like https://gitlab.example.com")
        if base.userinfo or "?" in url or "#" in url:
            raise ValueError("the address of GitLab must not have a user, a query or a fragment")
        path = base.raw_path.decode("ascii").rstrip("/")
        base = base.copy_with(raw_path=(path if path.endswith(_API) else path + _API).encode("ascii"))
        given = [
            (header, value)
            for header, value in (
                ("Authorization", token and f"Bearer {token}"),
                ("PRIVATE-TOKEN", private_token),
                ("JOB-TOKEN", job_token),
            )
            if value
        ]
        if len(given) > 1:
            raise ValueError("give one of token, private_token and job_token, not several")
        if any(not character.isascii() or not character.isprintable() for _, value in given for character in value):
            raise ValueError("the token has characters that no token has")
        if given and base.scheme == "http" and not _is_loopback(base.host):
            raise ValueError("a token is sent over plain http only to this machine itself: use https")
        if retries < 0 or (timeout is not None and timeout <= 0):
            raise ValueError("retries must not be negative, and a timeout has to be positive")
        return Settings(base, given[0] if given else None, retries, timeout)


def from_environment() -> dict[str, str]:
    """The address and the credential that the environment names, as arguments of a client."""
    named = os.environ.get("GITLAB_URL")
    inside_job = os.environ.get("CI_API_V4_URL")
    found = {"url": named or inside_job or "https://gitlab.com"}
    token, job_token = os.environ.get("GITLAB_TOKEN"), os.environ.get("CI_JOB_TOKEN")
    if token:
        found["token"] = token
    # A job token is for the server that started the job, and for no other.
    elif job_token and inside_job and not named:
        found["job_token"] = job_token
    return found


def without_proxy(base: httpx.URL) -> dict[str, None] | None:
    """What httpx is to send without a proxy: what goes in plain http to this machine itself."""
    local = base.scheme == "http" and _is_loopback(base.host)
    return {f"http://{base.netloc.decode('ascii')}": None} if local else None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

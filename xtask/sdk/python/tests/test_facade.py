"""What the scenarios cannot show: addresses on the way, refusals before anything is sent, patience, and half files.

Nothing is sent, but for the test of proxies: the HTTP library's own stand-in for a network answers.
"""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
import threading
import time
import unittest
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

import httpx

from gitlab_jobs_client import ApiError, AsyncClient, Client, DeadlineError, DecodeError, TransportError

HOME = "https://gitlab.example.com"
TOKEN = "glpat-secret"
CREDENTIALS = ("authorization", "private-token", "job-token", "cookie")

Handler = Callable[[httpx.Request], httpx.Response]


class Network:
    """Answers requests in turn, the last answer again and again, and remembers what was asked."""

    def __init__(self, *answers: httpx.Response | Handler) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer if isinstance(answer, httpx.Response) else answer(request)

    def client(self, **options: Any) -> Client:
        options = {"token": TOKEN, **options}
        return Client(HOME, http=httpx.Client(transport=httpx.MockTransport(self)), **options)

    def credentials(self) -> list[list[str]]:
        """The names of the credentials of each request."""
        return [[name for name in CREDENTIALS if name in request.headers] for request in self.asked]


def to(location: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"Location": location, "Set-Cookie": "session=1"})


def refused(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers={name.replace("_", "-"): value for name, value in headers.items()}, json={})


class Settings(unittest.TestCase):
    def test_a_client_has_one_credential_and_sends_it_in_its_header(self) -> None:
        for option, header, value in [
            ("token", "authorization", "Bearer abc"),
            ("private_token", "private-token", "abc"),
            ("job_token", "job-token", "abc"),
        ]:
            network = Network(httpx.Response(204))
            network.client(**{"token": None, option: "abc"}).delete_job_artifacts(1, 2)
            self.assertEqual(network.credentials(), [[header]])
            self.assertEqual(network.asked[0].headers[header], value)
        network = Network(httpx.Response(204))
        network.client(token=None).delete_job_artifacts(1, 2)
        self.assertEqual(network.credentials(), [[]])

    def test_what_can_only_be_a_mistake_is_refused(self) -> None:
        mistakes: list[tuple[str, dict[str, Any]]] = [
            (HOME, {"token": "a", "job_token": "b"}),
            (HOME, {"token": "a\r\nX: y"}),
            (HOME, {"private_token": "ü"}),
            (HOME, {"retries": -1}),
            (HOME, {"timeout": 0}),
            ("http://gitlab.example.com", {"token": "a"}),
            ("http://127.0.0.1.example.com", {"token": "a"}),
            ("http://localhost.example.com", {"token": "a"}),
            ("http://other.localhost", {"token": "a"}),
            ("https://gitlab.example.com?", {}),
            ("https://gitlab.example.com#", {}),
            ("https://gitlab.example.com:port", {}),
            ("https://user:secret@gitlab.example.com", {}),
            ("https://gitlab.example.com?private_token=secret", {}),
            ("ftp://gitlab.example.com", {}),
            ("gitlab.example.com", {}),
        ]
        for url, options in mistakes:
            with self.subTest(url=url, options=options), self.assertRaises(ValueError) as raised:
                Client(url, **options)
            self.assertNotIn("secret", str(raised.exception))

    def test_plain_http_is_for_this_machine_and_for_nobody(self) -> None:
        for url in ["http://localhost:8080", "http://127.0.0.1", "http://[::1]:80/"]:
            Client(url, token=TOKEN)
        Client("http://gitlab.example.com")

    def test_the_address_may_have_a_path_and_may_name_the_api(self) -> None:
        for given, path in [
            ("", "/api/v4/job"),
            ("/", "/api/v4/job"),
            ("/api/v4/", "/api/v4/job"),
            ("/git lab", "/git%20lab/api/v4/job"),
        ]:
            network = Network(refused(404))
            client = Client(HOME + given, http=httpx.Client(transport=httpx.MockTransport(network)))
            with self.assertRaises(ApiError):
                client.get_current_job()
            self.assertEqual(network.asked[0].url.raw_path.decode(), path)

    def test_a_job_token_of_the_environment_is_for_its_own_server(self) -> None:
        job = {"CI_JOB_TOKEN": "job", "CI_API_V4_URL": f"{HOME}/api/v4"}
        for environment, shown in [
            (job, f"Client(url='{HOME}/api/v4', credential='JOB-TOKEN: [redacted]')"),
            (
                {**job, "GITLAB_URL": "https://other.example"},
                "Client(url='https://other.example/api/v4', credential=None)",
            ),
            ({"CI_JOB_TOKEN": "job"}, "Client(url='https://gitlab.com/api/v4', credential=None)"),
            ({**job, "GITLAB_TOKEN": "own"}, f"Client(url='{HOME}/api/v4', credential='Authorization: [redacted]')"),
        ]:
            with mock.patch.dict(os.environ, environment, clear=True):
                self.assertEqual(repr(Client.from_env()), shown)


class Proxies(unittest.TestCase):
    def test_plain_http_to_this_machine_goes_past_the_proxies_of_the_environment(self) -> None:
        asked: list[str | None] = []

        class Server(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.headers["Authorization"])
                self.send_response(404)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        async def asynchronous(url: str) -> None:
            async with AsyncClient(url, token=TOKEN) as client:
                await client.get_job(1, 2)

        # Bound and not listening: whoever tries this proxy is refused.
        with socket.socket() as proxy, HTTPServer(("127.0.0.1", 0), Server) as server:
            proxy.bind(("127.0.0.1", 0))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
            environment = {"HTTP_PROXY": address, "http_proxy": address}
            url = f"http://127.0.0.1:{server.server_port}"
            with mock.patch.dict(os.environ, environment, clear=True):
                with Client(url, token=TOKEN) as client, self.assertRaises(ApiError):
                    client.get_job(1, 2)
                with self.assertRaises(ApiError):
                    asyncio.run(asynchronous(url))
                # What goes elsewhere keeps its proxy.
                elsewhere = Client("http://gitlab.invalid")
                with elsewhere, self.assertRaisesRegex(TransportError, "ConnectError: .*refused"):
                    elsewhere.get_job(1, 2)
            server.shutdown()
        self.assertEqual(asked, [f"Bearer {TOKEN}"] * 2)


class Paths(unittest.TestCase):
    def test_a_path_that_would_lead_elsewhere_is_refused_before_anything_is_sent(self) -> None:
        network = Network(refused(404))
        client = network.client()
        for project in ["", ".", "..", "a//b", "/a", "a/", "a/../b", "a/.", "a\\..\\b", "a\x00", "a\r\nb", "a\x7f"]:
            with self.subTest(project), self.assertRaises(ValueError):
                client.get_job(project, 1)
        for path in ["../../../user", "docs//x", "/etc", ".", ""]:
            with self.subTest(path), self.assertRaises(ValueError):
                client.download_job_artifact_file(1, 2, path)
        self.assertEqual(network.asked, [])

    def test_names_may_have_dots_and_what_looks_encoded_stays_what_it_is(self) -> None:
        network = Network(refused(404))
        for path in ["...", "a/.b/c..d", "%2e%2e/x"]:
            with self.assertRaises(ApiError):
                network.client().download_job_artifact_file("a.b/c", 2, path).read()
        sent = [request.url.raw_path.decode().rpartition("/")[2] for request in network.asked]
        self.assertEqual(sent, ["...", "a%2F.b%2Fc..d", "%252e%252e%2Fx"])


class Redirects(unittest.TestCase):
    def test_a_credential_stays_with_its_origin_and_does_not_come_back(self) -> None:
        for locations, credentials in [
            (["/elsewhere"], [True, True]),
            ([f"{HOME}:443/x"], [True, True]),
            ([f"{HOME}:8443/x"], [True, False]),
            (["https://gitlab.example.com.evil.example/x"], [True, False]),
            (["https://other.example/x", f"{HOME}/back"], [True, False, False]),
            (["//other.example/x"], [True, False]),
        ]:
            network = Network(*map(to, locations), httpx.Response(200, content=b"bytes"))
            self.assertEqual(network.client().download_job_artifacts(1, 2).read(), b"bytes")
            self.assertEqual([bool(names) for names in network.credentials()], credentials, locations)

    def test_a_user_in_an_address_does_not_become_a_credential(self) -> None:
        network = Network(to("https://user:word@other.example/x"), httpx.Response(200))
        network.client().download_job_artifacts(1, 2).read()
        self.assertEqual(network.credentials()[1], [])
        self.assertEqual(str(network.asked[1].url), "https://other.example/x")

    def test_what_is_not_followed_says_why(self) -> None:
        for location, reason in [
            ("http://gitlab.example.com/x", "http address"),
            ("ftp://gitlab.example.com/x", "ftp address"),
            ("https://[::z]/x", "Invalid URL in location header"),
            ("http://", "no address at all"),
            ("javascript:1", "no address at all"),
            ("https://xn--/x?signature=secret", "no address at all"),
            ("", "more than 5 times"),
            ("/again", "more than 5 times"),
        ]:
            network = Network(to(location))
            with self.subTest(location), self.assertRaisesRegex(TransportError, reason):
                network.client().download_job_artifacts(1, 2).read()
            self.assertLessEqual(len(network.asked), 6)

    def test_an_address_that_cannot_be_read_is_not_shown(self) -> None:
        def odd(request: httpx.Request) -> httpx.Response:
            raise httpx.RemoteProtocolError("illegal header line: bytearray(b'Location: /x?signature=secret')")

        def own(request: httpx.Request) -> httpx.Response:
            raise httpx.LocalProtocolError("Illegal header value b'Bearer glpat-secret '")

        for answer in (odd, own, to("https://[::z]/x?signature=secret"), to("https://xn--/x?signature=secret")):
            with self.assertRaises(TransportError) as raised:
                Network(answer).client().download_job_artifacts(1, 2).read()
            self.assertNotIn("secret", str(raised.exception))
            self.assertIsNone(raised.exception.__cause__)

    def test_what_changes_something_is_never_sent_on(self) -> None:
        for status in [301, 302, 303, 307, 308]:
            network = Network(to("/elsewhere", status))
            with self.assertRaises(ApiError) as raised:
                network.client().cancel_job(1, 2)
            self.assertEqual((raised.exception.status, len(network.asked)), (status, 1))


class Patience(unittest.TestCase):
    def test_what_reads_is_repeated_and_what_writes_only_when_it_was_not_looked_at(self) -> None:
        for status, reads, writes in [(429, 3, 3), (502, 3, 1), (503, 3, 1), (504, 3, 1), (500, 1, 1), (404, 1, 1)]:
            for call, attempts in [("get_job", reads), ("cancel_job", writes), ("delete_job_artifacts", writes)]:
                network = Network(refused(status, Retry_After="0"))
                with self.assertRaises(ApiError):
                    getattr(network.client(), call)(1, 2)
                self.assertEqual(len(network.asked), attempts, (status, call))

    def test_retries_are_counted_by_the_client(self) -> None:
        network = Network(refused(503, Retry_After="Sat, 21 Nov 2026 10:00:00 GMT"))
        with self.assertRaises(ApiError):
            network.client(retries=0).get_job(1, 2)
        self.assertEqual(len(network.asked), 1)

    def test_nobody_waits_longer_than_a_minute_or_than_the_call_may_take(self) -> None:
        network = Network(refused(429, Retry_After="61"))
        with self.assertRaises(ApiError):
            network.client().get_job(1, 2)
        network = Network(refused(429, Retry_After="5"))
        with self.assertRaises(ApiError):
            network.client(timeout=1).get_job(1, 2)
        self.assertEqual(len(network.asked), 1)

    def test_a_timeout_is_for_the_whole_call(self) -> None:
        def drip() -> Iterator[bytes]:
            for _ in range(100):
                time.sleep(0.02)
                yield b" "

        network = Network(lambda _: httpx.Response(200, content=drip()))
        with self.assertRaises(DeadlineError):
            network.client().with_timeout(0.1).get_job(1, 2)
        with self.assertRaises(ValueError):
            network.client().with_timeout(0)

    def test_the_body_of_a_refusal_counts_too(self) -> None:
        def drip() -> Iterator[bytes]:
            for _ in range(100):
                time.sleep(0.02)
                yield b" "

        network = Network(lambda _: httpx.Response(404, content=drip()))
        with self.assertRaises(DeadlineError):
            network.client(timeout=0.1).get_job(1, 2)

    def test_a_moment_that_no_calendar_has_is_no_answer_to_when(self) -> None:
        network = Network(refused(429, Retry_After="Thu, 01 Jan 2026 00:00:00 +9999999999999999"))
        with self.assertRaises(ApiError):
            network.client(retries=0).get_job(1, 2)

    def test_the_cause_of_an_error_has_no_request_and_so_no_credential(self) -> None:
        for raised_by_httpx, ours in [(httpx.ConnectError, TransportError), (httpx.ReadTimeout, DeadlineError)]:

            def fail(request: httpx.Request, kind: Any = raised_by_httpx) -> httpx.Response:
                raise kind("no way", request=request)

            with self.assertRaises(ours) as raised:
                Network(fail).client().get_job(1, 2)
            self.assertNotIn(TOKEN, repr(vars(raised.exception.__cause__)))


class Pages(unittest.TestCase):
    def test_the_next_page_is_asked_of_our_own_server(self) -> None:
        last = httpx.Response(200, json=[], headers={"Link": '<https://evil.example/x?page=1>; rel="first"'})
        for header, query in [
            ({"Link": '<https://evil.example/steal?cursor=a%3D%3D&x=1>; rel="next"'}, "cursor=a%3D%3D&x=1"),
            ({"Link": '<?page=1>; rel="prev", <?page=3>;title="a, <b>; rel=no";REL=next'}, "page=3"),
            ({"Link": '<?page=3>; rel="last next"', "X-Next-Page": "9"}, "page=3"),
            ({"X-Next-Page": "2"}, "scope%5B%5D=failed&page=2"),
        ]:
            network = Network(httpx.Response(200, json=[], headers=header), last)
            self.assertEqual(list(network.client().all_project_jobs("a/b", scope=["failed"])), [])
            self.assertEqual(len(network.asked), 2)
            self.assertEqual(str(network.asked[1].url), f"{HOME}/api/v4/projects/a%2Fb/jobs?{query}")

    def test_the_last_page_is_the_end(self) -> None:
        for header in [{}, {"X-Next-Page": ""}, {"Link": '<?page=1>; rel="first"', "X-Next-Page": "2"}]:
            network = Network(httpx.Response(200, json=[], headers=header))
            self.assertEqual(list(network.client().all_project_jobs(1)), [])
            self.assertEqual(len(network.asked), 1)

    def test_a_page_that_names_itself_as_the_next_one_is_an_error(self) -> None:
        network = Network(httpx.Response(200, json=[], headers={"Link": '<?page=2>; rel="next"'}))
        with self.assertRaises(DecodeError):
            list(network.client().all_project_jobs(1, page=2))
        self.assertEqual(len(network.asked), 1)

    def test_a_link_that_cannot_be_read_is_an_error(self) -> None:
        network = Network(httpx.Response(200, json=[], headers={"Link": '<http://[::1/x?page=2>; rel="next"'}))
        with self.assertRaises(DecodeError):
            list(network.client().all_project_jobs(1))

    def test_a_list_that_leads_in_a_circle_ends(self) -> None:
        def circle(request: httpx.Request) -> httpx.Response:
            other = "b" if request.url.params.get("cursor") == "a" else "a"
            return httpx.Response(200, json=[], headers={"Link": f'<?cursor={other}>; rel="next"'})

        network = Network(circle)
        with self.assertRaisesRegex(DecodeError, "circle"):
            list(network.client().all_project_jobs(1))
        self.assertEqual(len(network.asked), 3)
        other = Network(circle)

        async def run() -> None:
            http = httpx.AsyncClient(transport=httpx.MockTransport(other))
            async with AsyncClient(HOME, token=TOKEN, http=http) as client:
                async for _ in client.all_project_jobs(1):
                    pass

        with self.assertRaisesRegex(DecodeError, "circle"):
            asyncio.run(run())
        self.assertEqual(len(other.asked), 3)

    def test_a_text_for_scope_is_a_mistake(self) -> None:
        with self.assertRaises(TypeError):
            Network(refused(404)).client().list_project_jobs(1, scope="failed")


class Answers(unittest.TestCase):
    def test_words_are_found_wherever_they_stand(self) -> None:
        for body, messages in [
            ({"message": {"error": "slow down"}}, ("error: slow down",)),
            ({"message": {}, "error": "e"}, ("e",)),
            ({"error": "code", "error_description": "words"}, ("words",)),
            ({"message": [1, "a"]}, ("a",)),
            ([], ()),
        ]:
            network = Network(httpx.Response(400, json=body))
            with self.assertRaises(ApiError) as raised:
                network.client().get_job(1, 2)
            self.assertEqual(raised.exception.messages, messages)

    def test_an_answer_that_is_not_understood_is_not_shown(self) -> None:
        for answer in [b'{"id": "hidden"}', b"hidden", b'["hidden"]', b"null", b'{"artifacts": ["hidden"]}']:
            network = Network(httpx.Response(200, content=answer))
            with self.assertRaises(DecodeError) as raised:
                network.client().get_job(1, 2)
            self.assertNotIn("hidden", str(raised.exception))
            self.assertIsNone(raised.exception.__cause__)

    def test_a_file_appears_when_it_is_whole(self) -> None:
        def broken() -> Iterator[bytes]:
            yield b"half"
            raise httpx.ReadError("broken off")

        network = Network(httpx.Response(200, content=b"whole"), lambda _: httpx.Response(200, content=broken()))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            download = network.client().download_job_artifacts(1, 2)
            self.assertEqual(download.save(path), 5)
            with self.assertRaises(TransportError):
                download.save(path)
            self.assertEqual(path.read_bytes(), b"whole")
            self.assertEqual(os.listdir(folder), ["file"])


class Asynchronous(unittest.TestCase):
    def test_the_same_decisions_are_made(self) -> None:
        network = Network(
            refused(503, Retry_After="0"), to("https://other.example/x"), httpx.Response(200, content=b"bytes")
        )

        async def run() -> bytes:
            http = httpx.AsyncClient(transport=httpx.MockTransport(network))
            async with AsyncClient(HOME, token=TOKEN, http=http) as client:
                return await client.download_job_artifacts(1, 2).read()

        self.assertEqual(asyncio.run(run()), b"bytes")
        self.assertEqual(network.credentials(), [["authorization"], ["authorization"], []])

    def test_a_timeout_is_for_headers_and_for_the_body_of_a_refusal(self) -> None:
        async def stall(_: httpx.Request) -> httpx.Response:
            await asyncio.sleep(60)
            raise AssertionError("nobody waits so long")

        async def drip() -> AsyncIterator[bytes]:
            while True:
                await asyncio.sleep(0.02)
                yield b" "

        async def refuse(_: httpx.Request) -> httpx.Response:
            return httpx.Response(404, content=drip())

        async def run(handler: Callable[[httpx.Request], Awaitable[httpx.Response]]) -> None:
            http = httpx.AsyncClient(transport=httpx.MockTransport(handler))  # type: ignore[arg-type]
            async with AsyncClient(HOME, token=TOKEN, http=http, timeout=0.1) as client:
                await client.get_job(1, 2)

        for handler in (stall, refuse):
            with self.assertRaises(DeadlineError):
                asyncio.run(asyncio.wait_for(run(handler), 30))


if __name__ == "__main__":
    unittest.main()

"""A small HTTP server on the loopback that can be made to fail in the ways that real services do."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from tests.loopback import LoopbackServer


@dataclass(frozen=True)
class Asked:
    """A request: its path, its query, who asks, and the form sent with it."""

    path: str
    query: dict[str, str]
    authorization: str | None
    form: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What is sent back: any JSON, or bytes as they are; broken off after ``cut`` bytes."""

    body: object = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class FakeServer:
    """Answers as ``answer`` says, unless ``instead`` holds something for the next requests.

    Attributes:
        asked: all requests, in their order.
        instead: what the next requests are answered with, one each; ``"hang"`` for no answer at all.
        released: ends the hanging.
    """

    def __init__(self, answer: Callable[[Asked], Answer]) -> None:
        self._answer = answer
        self.asked: list[Asked] = []
        self.instead: list[Answer | str] = []
        self.released = threading.Event()
        self._server = LoopbackServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def take(self, asked: Asked) -> Answer | str:
        self.asked.append(asked)
        return self.instead.pop(0) if self.instead else self._answer(asked)

    def __enter__(self) -> "FakeServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Go away, as if the network was cut; may be called again."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(server: FakeServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every small answer waits 40 ms

        def log_message(self, *args: object) -> None:
            pass

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            self._reply(dict(parse_qsl(content.decode())))

        def do_GET(self) -> None:
            self._reply({})

        def _reply(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            answer = server.take(
                Asked(parts.path, dict(parse_qsl(parts.query)), self.headers["Authorization"], form)
            )
            if isinstance(answer, str):
                server.released.wait()
                self.close_connection = True
                return
            content = answer.content
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: answer.cut])
            if answer.cut is not None:
                self.close_connection = True

    return Handler

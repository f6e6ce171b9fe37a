"""A small Hugging Face Hub on the loopback, and beside it the host that keeps its large files.

It answers what huggingface_hub's client asks when a model is downloaded, and can be made to fail in
the ways that the real one and the networks before it do.
"""

import hashlib
import json
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from tests.loopback import LoopbackServer

COMMIT = "1f9c0a7e" * 5
LARGE = 500_000  # bytes from which on a file is kept on the other host, with its SHA-256


HOSTS = ("hub", "cdn")


class Asked(NamedTuple):
    host: str  # "hub" or "cdn"
    name: str  # of the file; "" for the listing
    range: str | None
    token: str | None


def safetensors(data: bytes) -> bytes:
    """Return a safetensors file with one tensor of these bytes."""
    header = json.dumps({"weight": {"dtype": "U8", "shape": [len(data)], "data_offsets": [0, len(data)]}})
    return len(header).to_bytes(8, "little") + header.encode() + data


def model_files(weights: bytes) -> dict[str, bytes]:
    """Return the files that a base model consists of, by name."""
    return {
        "config.json": b'{"model_type": "gpt2"}',
        "generation_config.json": b"{}",
        "merges.txt": "#version: 0.2\nĠ t\n".encode(),
        "model.safetensors": safetensors(weights),
        "tokenizer.json": b'{"version": "1.0"}',
        "tokenizer_config.json": b'{"tokenizer_class": "GPT2Tokenizer"}',
        "vocab.json": b'{"a": 0}',
    }


@dataclass
class FakeHub:
    """A Hub with one repository.

    Attributes:
        repo: the repository's id.
        files: what is published there.
        damaged: names of files that arrive with one wrong byte.
        statuses: what the next requests are answered with instead, one each.
        cut_after: after how many bytes the connection of each next large download breaks.
        stall_after: after how many bytes every large download hangs until ``released``; None for never.
        ignores_range: always send whole files.
        refuses_range: answer 416 to every request for a part.
        gated: ask for permission.
        asked: the requests for files and listings, in their order.
        sent: how many bytes were sent of each file.
    """

    repo: str
    files: dict[str, bytes]
    damaged: set[str] = field(default_factory=set)
    statuses: list[int] = field(default_factory=list)
    cut_after: list[int] = field(default_factory=list)
    stall_after: int | None = None
    ignores_range: bool = False
    refuses_range: bool = False
    gated: bool = False
    asked: list[Asked] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    released: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "FakeHub":
        self._servers = {host: LoopbackServer(("127.0.0.1", 0), _handler(self, host)) for host in HOSTS}
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Go away, as if the network was cut; may be called again."""
        self.released.set()
        for server in self._servers.values():
            server.shutdown()
            server.server_close()

    def address(self, host: str = "hub") -> str:
        return f"http://127.0.0.1:{self._servers[host].server_port}"

    def listing(self) -> dict[str, object]:
        siblings = []
        for name, content in self.files.items():
            sibling: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": _git_id(content)}
            if len(content) >= LARGE:
                sha256 = hashlib.sha256(content).hexdigest()
                sibling["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
                sibling["blobId"] = _git_id(b"pointer")
            siblings.append(sibling)
        return {"id": self.repo, "modelId": self.repo, "sha": COMMIT, "siblings": siblings, "tags": []}


def _git_id(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _handler(hub: FakeHub, host: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else every small answer waits 40 ms

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            name = path.removeprefix(f"/{hub.repo}/resolve/{COMMIT}/").removeprefix("/large/")
            if path.startswith("/api/"):
                name = ""
            token = self.headers["Authorization"]
            hub.asked.append(Asked(host, name, self.headers["Range"], token))
            if hub.statuses:
                self._answer(hub.statuses.pop(0), b"try again later")
            elif hub.gated and host == "hub":
                self._answer(403, b"{}", {"X-Error-Code": "GatedRepo"})
            elif path.rstrip("/") == f"/api/models/{hub.repo}":
                self._answer(200, json.dumps(hub.listing()).encode(), {"Content-Type": "application/json"})
            elif name not in hub.files:
                self._answer(404, b"{}", {"X-Error-Code": "EntryNotFound" if name else "RepoNotFound"})
            elif host == "hub" and len(hub.files[name]) >= LARGE:
                self._redirect(name)
            else:
                self._send_file(name)

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for key, value in (headers or {}).items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _redirect(self, name: str) -> None:
            content = hub.files[name]
            headers = {
                "Location": f"{hub.address('cdn')}/large/{name}",
                "X-Repo-Commit": COMMIT,
                "X-Linked-Size": str(len(content)),
                "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
            }
            self._answer(302, b"", headers)

        def _send_file(self, name: str) -> None:
            content = hub.files[name]
            if name in hub.damaged:
                content = content[:-1] + bytes([content[-1] ^ 1])
            wanted = self.headers["Range"]
            if wanted and hub.refuses_range:
                self._answer(416, b"", {"Content-Range": f"bytes */{len(content)}"})
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
            if hub.ignores_range:
                start = 0
            self.send_response(206 if wanted and not hub.ignores_range else 200)
            if wanted and not hub.ignores_range:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.send_header("ETag", f'"{_git_id(content)}"')
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            self._send_body(name, content[start:])

        def _send_body(self, name: str, body: bytes) -> None:
            is_large = len(hub.files[name]) >= LARGE
            if is_large and hub.cut_after:
                body = body[: hub.cut_after.pop(0)]
                self.close_connection = True
            stop = hub.stall_after if is_large and hub.stall_after is not None else len(body)
            hub.sent[name] += len(body[:stop])
            self.wfile.write(body[:stop])
            if stop < len(body):
                hub.released.wait()
                self.close_connection = True

    return Handler

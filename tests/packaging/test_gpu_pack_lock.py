"""The lock of a GPU pack is made of what pip reports, and of the list of files at a wheel's end."""

import threading
from http.server import BaseHTTPRequestHandler

import gpu_pack_lock
import pytest

from tests.gpu_packs import make_wheel
from tests.loopback import LoopbackServer


@pytest.fixture
def published(tmp_path):
    """A wheel, the address it is published at, and the numbers of bytes asked for."""
    files = {
        "torch/__init__.py": b"0123456789",
        "torch/include/ATen.h": b"#pragma",
        "torch/lib.so": bytes(90_000),
    }
    content = make_wheel(tmp_path, "torch", files).read_bytes()
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args):
            pass

        def do_HEAD(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()

        def do_GET(self):
            first, last = map(int, self.headers["Range"].removeprefix("bytes=").split("-"))
            asked.append(last + 1 - first)
            self.send_response(206)
            self.end_headers()
            self.wfile.write(content[first : last + 1])

    server = LoopbackServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield content, f"http://127.0.0.1:{server.server_port}/torch-2.13.0.whl", asked
    server.shutdown()
    server.server_close()


def test_a_wheel_is_locked_without_being_downloaded(published, capsys):
    content, address, asked = published
    item = {
        "metadata": {"name": "torch", "version": "2.13.0"},
        "download_info": {"url": f"{address}#sha256=ab", "archive_info": {"hashes": {"sha256": "ab"}}},
    }
    wheel = gpu_pack_lock.wheel(item)
    assert (wheel.name, wheel.version, wheel.url, wheel.sha256) == ("torch", "2.13.0", address, "ab")
    assert wheel.size == len(content)
    assert wheel.unpacked == 90_010  # without the header
    assert sum(asked) < len(content) / 10


def test_what_the_program_brings_itself_is_not_of_the_pack():
    names = ("torch", "nvidia-cublas", "triton", "sympy", "cuda-bindings", "numpy")
    assert [name for name in names if gpu_pack_lock.belongs(name)] == ["torch", "nvidia-cublas"]


def test_the_lock_is_for_the_torch_of_the_program(repository):
    settings = (repository / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"torch=={gpu_pack_lock.torch_version()}"' in settings

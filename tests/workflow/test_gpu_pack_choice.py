"""The engine is started with the GPU pack that is installed, and without it where it does not load."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.messages import PACK_FAILURE_VARIABLE, PACK_VARIABLE, Describe, StopKind
from huggingtweets_gui.workflow import engine_client
from huggingtweets_gui.workflow.describing import describe
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.gpu_pack import choice
from huggingtweets_gui.workflow.gpu_pack.installing import install, remove
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock
from huggingtweets_gui.workflow.gpu_pack.places import is_installed
from huggingtweets_gui.workflow.gpu_pack.sources import WheelFolder
from huggingtweets_gui.workflow.gpu_pack.uses import is_used
from huggingtweets_gui.workflow.stopping import StopRequest
from tests.gpu_packs import ignore, lock_of, make_wheel

# What the pack's torch holds is what happens where it is loaded.
ENGINE = f"""
import os, sys, time
from pathlib import Path
from huggingtweets_gui.messages import *
def send(message):
    print(encode(message), flush=True)
pack = os.environ.get({PACK_VARIABLE!r})
with open(sys.argv[1], "a") as starts:
    print("with" if pack else "without", file=starts)
torch = Path(pack, "torch/__init__.py").read_text() if pack else ""
if torch == "raises":
    send(PackFailed(reason="libcudart.so.13 is missing"))
    sys.exit()
if torch == "dies":
    os._exit(9)
if torch == "hangs":
    time.sleep(60)
send(Ready(torch="2", transformers="5"))
for line in sys.stdin:
    reason = os.environ.get({PACK_FAILURE_VARIABLE!r}, torch)
    send(Device(device="cpu", name="Fake", reason=reason, precision="fp32",
                free_memory=1, total_memory=2, flops=1.0))
    send(Described())
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "packs"


@pytest.fixture
def client(tmp_path: Path, packs: Path) -> Iterator[EngineClient]:
    command = [sys.executable, "-c", ENGINE, str(tmp_path / "starts")]
    with EngineClient(tmp_path / "engine.log", command, silence_seconds=60, packs=packs) as client:
        yield client


@pytest.fixture
def put_pack(tmp_path: Path, packs: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what installs a pack with this torch, for a program of this version of torch."""

    def put(torch: str, version: str = "2.13.0") -> PackLock:
        shutil.rmtree(packs, ignore_errors=True)
        wheel = make_wheel(tmp_path / "wheels", "torch", {"torch/__init__.py": torch.encode()})
        lock = lock_of([wheel], torch=version)
        install(lock, packs, WheelFolder(tmp_path / "wheels", lock.wheels), ignore)
        monkeypatch.setattr(choice, "locks_here", lambda: [lock_of([wheel])])
        return lock

    return put


def reason_told(client: EngineClient) -> str:
    return describe(client, "auto", lambda event: None, StopRequest()).reason


@pytest.mark.warns
def test_a_user_who_ends_a_silent_engine_is_not_given_the_same_pack_again(
    put_pack, packs, tmp_path, monkeypatch
):
    put_pack("hangs")
    stop = StopRequest()
    command = [sys.executable, "-c", ENGINE, str(tmp_path / "starts")]
    with EngineClient(tmp_path / "engine.log", command, silence_seconds=4.0, packs=packs) as client:
        client.run(Describe(), lambda event: stop.ask(StopKind.CANCEL), stop)  # of a Silent
        client._silence_seconds = 60
        assert reason_told(client) == "it was not heard of any more"
    assert starts(tmp_path) == ["with", "without"]


def starts(tmp_path: Path) -> list[str]:
    return (tmp_path / "starts").read_text(encoding="utf-8").split()


def test_a_pack_that_is_installed_is_loaded(client, put_pack, tmp_path):
    put_pack("works")
    assert reason_told(client) == "works"
    assert starts(tmp_path) == ["with"]


def test_without_a_pack_the_programs_own_torch_is_loaded(client, tmp_path):
    assert reason_told(client) == ""
    assert starts(tmp_path) == ["without"]


def test_a_pack_for_another_torch_is_not_loaded(client, put_pack, tmp_path):
    put_pack("works", version="2.12.0")
    assert reason_told(client) == ""
    assert starts(tmp_path) == ["without"]


@pytest.mark.warns
@pytest.mark.parametrize(
    ("torch", "reason"),
    [
        ("raises", "libcudart.so.13 is missing"),
        ("dies", "the engine stopped without a word (exit status 9)"),
        ("hangs", "it took more than 2 seconds"),
    ],
)
def test_a_pack_that_does_not_load_gives_way_and_the_reason_is_told(
    torch, reason, client, put_pack, tmp_path, monkeypatch
):
    monkeypatch.setattr(engine_client, "LOADING_SECONDS", 2.0 if torch == "hangs" else 60.0)
    put_pack(torch)
    assert reason_told(client) == reason
    # Nor is it tried again with the next engine, until another one may be installed.
    client.close()
    assert reason_told(client) == reason
    assert starts(tmp_path) == ["with", "without", "without"]
    put_pack("works")
    client.reload()
    assert reason_told(client) == "works"


def test_a_pack_is_not_removed_while_an_engine_uses_it(client, put_pack, packs):
    lock = put_pack("works")
    assert reason_told(client) == "works"
    with pytest.raises(UserError) as caught:
        remove(packs, lambda: None)
    assert caught.value.code is ErrorCode.PACK_IN_USE
    assert is_installed(packs, lock)
    client.close()
    assert remove(packs, lambda: None) > 0
    assert not is_installed(packs, lock)


def test_a_pack_is_removed_while_an_engine_uses_another_torch(client, put_pack, packs):
    put_pack("works", version="2.12.0")
    assert reason_told(client) == ""
    assert remove(packs, lambda: None) > 0


def test_a_pack_that_a_killed_program_used_is_removed(put_pack, packs):
    put_pack("works")
    code = (
        "import sys; from pathlib import Path; from huggingtweets_gui.workflow.gpu_pack.uses import Use\n"
        "use = Use(Path(sys.argv[1])); use.begin(); print('begun', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(packs)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        assert is_used(packs)
        program.kill()
    assert not is_used(packs)
    assert remove(packs, lambda: None) > 0

"""Fetching base models, against a small Hub on the loopback."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from huggingface_hub import close_session, constants

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.foundation.progress import Cancelled, unreported
from huggingtweets_gui.workflow import bases, catalogue, patience
from tests.fake_hub import COMMIT, FakeHub, model_files, safetensors

GPT2 = catalogue.find("gpt2")
WEIGHTS = random.Random(1).randbytes(3_000_000)
NAME = "model.safetensors"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", True)
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    with FakeHub(GPT2.repo, model_files(WEIGHTS)) as hub:
        yield hub
        close_session()


def fetch(hub: FakeHub, folder: Path, report=unreported) -> Path:
    return bases.fetch_base(GPT2, folder, report, endpoint=hub.address())


def content(folder: Path) -> dict[str, bytes]:
    beside = {bases.MANIFEST, ".lock"}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in beside}


def cancel_at(limit: int):
    def report(done: int, total: int) -> None:
        if done >= limit:
            raise Cancelled

    return report


def test_all_files_arrive_and_the_manifest_says_which(hub: FakeHub, tmp_path: Path) -> None:
    folder = tmp_path / "bases" / "gpt2"
    assert fetch(hub, folder) == folder
    assert content(folder) == hub.files
    manifest = json.loads((folder / bases.MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["repo"], manifest["commit"]) == (GPT2.repo, COMMIT)
    assert {file["name"]: (file["size"], file["sha256"]) for file in manifest["files"]} == {
        name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in hub.files.items()
    }


def test_nothing_comes_that_could_run_or_is_not_needed(hub: FakeHub, tmp_path: Path) -> None:
    needed = dict(hub.files)
    for name in ("pytorch_model.bin", "model.pt", "modeling_gpt2.py", "flax_model.msgpack", "rust_model.ot"):
        hub.files[name] = b"never"
    hub.files |= {
        "onnx/model.onnx": b"never",
        "onnx/config.json": b"{}",
        "README.md": b"#",
        "fp16.safetensors": b"",
    }
    fetch(hub, tmp_path)
    assert content(tmp_path) == needed


def test_a_model_in_several_files_arrives_whole(hub: FakeHub, tmp_path: Path) -> None:
    del hub.files[NAME]
    shards = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    index = {"weight_map": {"first": shards[0], "second": shards[1]}}
    hub.files["model.safetensors.index.json"] = json.dumps(index).encode()
    hub.files |= {shard: safetensors(WEIGHTS[:600_000]) for shard in shards}
    fetch(hub, tmp_path)
    assert content(tmp_path) == hub.files


def test_progress_counts_the_bytes_of_all_files(hub: FakeHub, tmp_path: Path) -> None:
    reports = []
    fetch(hub, tmp_path, lambda done, total: reports.append((done, total)))
    total = sum(map(len, hub.files.values()))
    assert reports[-1] == (total, total)
    assert all(done <= total for done, total in reports)


def test_once_complete_no_network_is_touched(hub: FakeHub, tmp_path: Path) -> None:
    fetch(hub, tmp_path)
    asked = len(hub.asked)
    assert bases.is_complete(tmp_path)
    fetch(hub, tmp_path)
    assert len(hub.asked) == asked
    hub.stop()
    fetch(hub, tmp_path)


def test_a_lost_file_is_fetched_again_alone(hub: FakeHub, tmp_path: Path) -> None:
    fetch(hub, tmp_path)
    (tmp_path / "vocab.json").unlink()
    assert not bases.is_complete(tmp_path)
    hub.asked.clear()
    fetch(hub, tmp_path)
    assert [asked.name for asked in hub.asked] == ["", "vocab.json"]
    assert content(tmp_path) == hub.files


def test_a_broken_connection_is_taken_up_where_it_broke(hub: FakeHub, tmp_path: Path) -> None:
    hub.cut_after = [1_000_000, 500_000]
    fetch(hub, tmp_path)
    ranges = [asked.range for asked in hub.asked if asked.name == NAME and asked.host == "cdn"]
    assert ranges == [None, "bytes=1000000-", "bytes=1500000-"]
    assert hub.sent[NAME] == len(hub.files[NAME])
    assert content(tmp_path) == hub.files


def test_a_killed_download_goes_on_where_it_stopped(hub: FakeHub, tmp_path: Path) -> None:
    folder = tmp_path / "gpt2"
    hub.stall_after = 1_000_000
    small = sum(len(data) for name, data in hub.files.items() if name != NAME)
    script = (
        "import sys; from pathlib import Path; from huggingtweets_gui.workflow import bases, catalogue\n"
        "report = lambda done, total: print(done, flush=True)\n"
        "bases.fetch_base(catalogue.find('gpt2'), Path(sys.argv[1]), report)"
    )
    environment = os.environ | {"HF_ENDPOINT": hub.address(), "HF_HOME": str(tmp_path)}
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == small + hub.stall_after:
                break
        process.kill()
    assert not bases.is_complete(folder)

    hub.stall_after = None
    fetch(hub, folder)
    assert hub.asked[-1].range == "bytes=1000000-"
    assert hub.sent[NAME] == len(hub.files[NAME])
    assert content(folder) == hub.files


def test_cancelling_keeps_what_arrived(hub: FakeHub, tmp_path: Path) -> None:
    hub.stall_after = 2_000_000
    with pytest.raises(Cancelled):
        fetch(hub, tmp_path, cancel_at(2_000_000))
    assert not bases.is_complete(tmp_path)
    hub.stall_after = None
    fetch(hub, tmp_path)
    assert hub.sent[NAME] == len(hub.files[NAME])


def test_two_that_fetch_the_same_model_do_not_write_into_each_others_files(
    hub: FakeHub, tmp_path: Path
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    here.mkdir()
    with FileLock(here / ".lock") as other:
        with pytest.raises(Cancelled):
            fetch(hub, here, cancel_at(0))
        assert not hub.asked

        def report(done: int, total: int) -> None:
            if other.is_locked:
                for path in fetch(hub, elsewhere).iterdir():
                    if path.name != ".lock":
                        shutil.copy(path, here)
                hub.asked.clear()
                other.release()

        fetch(hub, here, report)
    assert not hub.asked
    assert content(here) == hub.files


def test_cancelling_does_not_wait_for_a_hanging_network(hub: FakeHub, tmp_path: Path) -> None:
    hub.stall_after = 0
    began = time.monotonic()
    ticks = []

    def report(done: int, total: int) -> None:
        ticks.append(done)
        if len(ticks) > 20:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch(hub, tmp_path, report)
    assert time.monotonic() - began < 6  # the network itself would be given up after 10 s


@pytest.mark.parametrize("name", [NAME, "vocab.json"])
def test_a_damaged_file_is_thrown_away(hub: FakeHub, tmp_path: Path, name: str) -> None:
    hub.damaged = {name}
    with pytest.raises(UserError) as caught:
        fetch(hub, tmp_path)
    assert caught.value.code == ErrorCode.DOWNLOAD_BROKEN
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(name)]
    hub.damaged = set()
    fetch(hub, tmp_path)
    assert content(tmp_path) == hub.files


@pytest.mark.parametrize("weakness", ["ignores_range", "refuses_range"])
def test_a_server_that_cannot_send_parts_will_do(hub: FakeHub, tmp_path: Path, weakness: str) -> None:
    setattr(hub, weakness, True)
    hub.cut_after = [1_000_000]
    fetch(hub, tmp_path)
    assert content(tmp_path) == hub.files


def test_a_new_version_does_not_continue_the_beginning_of_the_old(hub: FakeHub, tmp_path: Path) -> None:
    hub.stall_after = 1_000_000
    with pytest.raises(Cancelled):
        fetch(hub, tmp_path, cancel_at(1_000_000))
    hub.stall_after = None
    hub.files = model_files(WEIGHTS[::-1])
    fetch(hub, tmp_path)
    assert content(tmp_path) == hub.files


def test_passing_server_errors_are_waited_out(hub: FakeHub, tmp_path: Path) -> None:
    hub.statuses = [500, 503, 429]
    fetch(hub, tmp_path)
    assert content(tmp_path) == hub.files


def test_a_hub_that_stays_away_is_named(hub: FakeHub, tmp_path: Path) -> None:
    hub.stop()
    with pytest.raises(UserError, match=r"127\.0\.0\.1") as caught:
        fetch(hub, tmp_path)
    assert caught.value.code == ErrorCode.HUB_UNREACHABLE


def test_offline_is_said_and_a_complete_model_still_serves(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(hub, tmp_path / "there")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    fetch(hub, tmp_path / "there")
    with pytest.raises(UserError) as caught:
        fetch(hub, tmp_path / "missing")
    assert caught.value.code == ErrorCode.OFFLINE


def test_a_full_disk_is_said_before_anything_is_downloaded(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=150_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(UserError, match=r"203 MB are needed.*150 MB are free") as caught:
        fetch(hub, tmp_path)
    assert caught.value.code == ErrorCode.DISK_FULL
    assert not hub.sent


def test_a_model_with_its_own_code_is_not_taken(hub: FakeHub, tmp_path: Path) -> None:
    hub.files["config.json"] = b'{"model_type": "gpt2", "auto_map": {"AutoModel": "evil.Model"}}'
    with pytest.raises(UserError) as caught:
        fetch(hub, tmp_path)
    assert caught.value.code == ErrorCode.BASE_UNSAFE
    assert not bases.is_complete(tmp_path)


def test_a_folder_that_cannot_be_made_is_said(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "bases").write_bytes(b"a file in the way")
    with pytest.raises(UserError) as caught:
        fetch(hub, tmp_path / "bases" / "gpt2")
    assert caught.value.code == ErrorCode.NOT_PERMITTED


def test_the_start_of_the_program_does_not_load_the_client() -> None:
    script = (
        "import sys; from huggingtweets_gui.workflow import bases, catalogue, base_folder\n"
        "sys.exit('huggingface_hub' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0

"""The whole way on the command line: real processes, a tiny base model."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.archives import invented_tweets, official_zip
from tests.tiny_models import make_tiny_llama

PROGRAM = [sys.executable, "-m", "huggingtweets_gui"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return official_zip(tmp_path / "archive.zip", invented_tweets(200))


def run(*arguments: object, status: int = 0) -> list[dict[str, Any]]:
    """Run a command with ``--json`` and return what it prints; nothing else may be on standard output."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments), "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_from_an_archive_to_tweets(archive: Path, base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bot"
    events = run("train", archive, "--base", base, "--epochs", 3, "--output", folder)
    assert events[-1]["event"] == "finished"
    assert events[-1]["best_loss"] < events[-1]["base_loss"]
    assert Path(events[-1]["bot"]) == folder
    assert {"device", "begun", "step", "evaluation"} <= {event["event"] for event in events}

    writing = ("generate", folder, "--prompt", "My dream is", "-n", 5, "--seed")
    first = run(*writing, 1)
    assert len({sample["text"] for sample in first}) == 5
    assert set(first[0]) == {"text", "length", "copied"}
    assert first == run(*writing, 1)
    assert first != run(*writing, 2)

    [bot] = run("bots")
    assert bot["status"] == "ready"
    assert run("generate", bot["name"], "-n", 1)
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("---\n")
    assert not (folder / "checkpoints").exists()


def test_an_interrupted_training_is_resumed(archive: Path, base: Path, tmp_path: Path) -> None:
    """Killed whole, engine included, before there is a checkpoint: it begins again."""
    folder = tmp_path / "bot"
    training = subprocess.Popen(
        [
            *PROGRAM,
            "train",
            str(archive),
            "--base",
            str(base),
            "--epochs",
            "40",
            "--output",
            str(folder),
            "--json",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert training.stdout is not None
    with training, training.stdout:
        _read_until(training, "step", 3)
        [engine] = psutil.Process(training.pid).children()
        training.kill()
    gone, _ = psutil.wait_procs([engine], timeout=5)
    assert gone
    events = run("train", archive, "--output", folder, "--resume")
    assert events[-1]["event"] == "finished"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no Ctrl-C to one process")
def test_ctrl_c_stops_and_keeps(archive: Path, base: Path, tmp_path: Path) -> None:
    arguments = ["train", str(archive), "--base", str(base), "--output", str(tmp_path / "bot")]
    training = subprocess.Popen(
        [*PROGRAM, *arguments, "--epochs", "100", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert training.stdout is not None and training.stderr is not None
    with training, training.stdout, training.stderr:
        _read_until(training, "step", 30)
        training.send_signal(signal.SIGINT)
        events = [json.loads(line) for line in training.stdout]
        assert training.wait() == 0, training.stderr.read()
    assert events[-1]["event"] == "finished"
    assert events[-1]["reason"] == "stopped"


def _read_until(training: "subprocess.Popen[str]", event: str, times: int) -> None:
    assert training.stdout is not None
    while times:
        line = training.stdout.readline()
        assert line, "the training ended too soon"
        times -= json.loads(line)["event"] == event

"""A disk that is full costs no training: on a real, small file system, mounted for the test alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Results = dict[str, Any]

# A user who is root in a name space of their own may mount there what nobody else sees.
ALONE = ["unshare", "--map-root-user", "--mount"]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, tiny_llama: Path, repository: Path) -> Results:
    """What the scenarios of ``small_disk.py`` have come to."""
    if shutil.which("unshare") is None:
        pytest.skip("this system has no unshare to mount a small disk with")
    folder = tmp_path_factory.mktemp("disk")
    probe = [*ALONE, "mount", "-t", "tmpfs", "none", str(folder)]
    refused = subprocess.run(probe, capture_output=True, text=True, check=False)
    if refused.returncode != 0:
        pytest.skip(f"a small disk may not be mounted here: {refused.stderr.strip()}")
    done = subprocess.run(
        [*ALONE, sys.executable, "-m", "tests.engine.small_disk", str(folder), str(tiny_llama)],
        cwd=repository,
        env=os.environ | {"TOKENIZERS_PARALLELISM": "false"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Results = json.loads(done.stdout)
    return found


def notices(events: list[dict[str, Any]]) -> list[str]:
    return [event["text"] for event in events if event["event"] == "notice"]


def checkpoints(events: list[dict[str, Any]]) -> list[int]:
    return [event["step"] for event in events if event["event"] == "checkpoint"]


def test_what_fills_up_in_the_middle_of_a_file_leaves_the_last_good_one(results: Results) -> None:
    result = results["full_in_the_middle_of_a_file"]
    assert notices(result["events"]) == [
        "The disk is too full to save the training as it stands at step 6. What is saved is that of step 3."
    ]
    assert result["after"] == ["step-000003"]
    assert result["good"]
    assert checkpoints(result["events"]) == [3, 9]
    assert result["end"] == ["step-000003", "step-000009"]


def test_where_three_do_not_fit_the_oldest_makes_room(results: Results) -> None:
    result = results["full_of_older_checkpoints"]
    assert notices(result["events"]) == []
    assert result["end"] == ["step-000006", "step-000009"]


def test_a_training_goes_on_and_ends_while_the_disk_is_full(results: Results) -> None:
    result = results["full_during_the_training"]
    [notice] = notices(result["events"])
    assert "too full" in notice
    assert result["end"]["reason"] == "complete"
    assert any(step > 10 for step in checkpoints(result["events"]))
    assert result["steps"] == list(range(1, result["end"]["steps"] + 1))
    assert all(name.startswith("step-") for name in result["left"])


def test_a_bot_that_cannot_be_saved_can_be_resumed(results: Results) -> None:
    result = results["full_at_the_end"]
    assert result["failed"]["code"] == "no-room"
    assert "is full" in result["failed"]["sentence"]
    assert result["left"] == ["checkpoints", "dataset.jsonl", "metrics.jsonl"]
    assert result["resumable"]
    assert result["resumed"]["event"] == "finished"
    assert result["resumed"]["steps"] > result["resumable"][0]

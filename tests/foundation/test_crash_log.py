"""A crash is told once, by the start that shows a window, and disturbs nobody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.foundation.crash_log import CrashLog

_CRASHES = """
import faulthandler, sys
from pathlib import Path
from huggingtweets_gui.foundation.crash_log import CrashLog
with CrashLog(Path(sys.argv[1])):
    faulthandler._sigabrt()
"""
_RUNS = _CRASHES.replace("faulthandler._sigabrt()", "print(flush=True); sys.stdin.read()")


def crash(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", _CRASHES, str(folder)], capture_output=True, timeout=60)


def test_the_next_start_knows_of_a_crash_once(tmp_path: Path) -> None:
    crash(tmp_path)
    with CrashLog(tmp_path) as log:
        assert "Fatal Python error: Aborted" in log.earlier_crashes()
        assert log.earlier_crashes() == ""
    assert list(tmp_path.iterdir()) == []


def test_two_processes_do_not_disturb_each_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _RUNS, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        crash(tmp_path)
        with CrashLog(tmp_path) as log:  # as a second start that only hands its files over
            assert len(list(tmp_path.iterdir())) == 3
        with CrashLog(tmp_path) as log:
            assert "Aborted" in log.earlier_crashes()
        assert (tmp_path / f"crash-{other.pid}.log").exists()
        other.communicate(b"")


def test_a_crash_of_the_same_process_number_is_told(tmp_path: Path) -> None:
    """As in a sandbox, where each start has the same number."""
    (tmp_path / f"crash-{os.getpid()}.log").write_text("Fatal Python error", encoding="utf-8")
    with CrashLog(tmp_path) as log:
        assert log.earlier_crashes() == "Fatal Python error"
        assert log.earlier_crashes() == ""


def test_a_folder_that_takes_no_file_holds_nothing_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(sys, "stderr", None)
    with CrashLog(tmp_path / "file") as log:
        assert log.earlier_crashes() == ""

"""The command ``gpu``, on a computer that seems to have an NVIDIA graphics card."""

import os
import signal
import subprocess
import sys

import pytest

from huggingtweets_gui.cli import gpu
from huggingtweets_gui.foundation.disk import disk_used
from huggingtweets_gui.workflow.gpu_pack import choice
from huggingtweets_gui.workflow.gpu_pack.lock import write_lock
from huggingtweets_gui.workflow.gpu_pack.uses import Use
from tests.gpu_packs import address_of, lock_of, make_wheels, publish, put_nvidia_smi

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for nvidia-smi is a script")


@pytest.fixture
def wheels(tmp_path):
    return make_wheels(tmp_path / "wheels")


@pytest.fixture(autouse=True)
def computer(tmp_path, wheels, engine, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "580.95.05, 8.6, NVIDIA GeForce RTX 3060")
    monkeypatch.setattr(gpu, "locks_here", lambda: [lock_of(wheels)])
    monkeypatch.setattr(choice, "locks_here", lambda: [lock_of(wheels)])


def test_the_card_and_its_pack_are_told(huggingtweets, wheels):
    told = huggingtweets("gpu", "status")
    assert told.status == 0
    assert "NVIDIA GeForce RTX 3060, driver 580.95.05" in told.out
    assert "not installed; 3 MB to download, 3 MB on the disk" in told.out


def test_the_addresses_of_the_wheels_are_listed_for_other_computers(huggingtweets, wheels):
    told = huggingtweets("gpu", "status", "--wheels")
    assert told.out.split() == [wheel.url for wheel in lock_of(wheels).wheels]


def test_a_pack_is_installed_from_a_folder_and_removed(huggingtweets, home, tmp_path):
    told = huggingtweets("gpu", "install", "--from", tmp_path / "wheels")
    assert told.status == 0
    assert "The GPU pack is in" in told.out
    assert "Fake CPU. There is no GPU." in told.out  # What the engine then says.
    assert "installed in" in huggingtweets("gpu", "status").out
    assert huggingtweets("gpu", "remove").out == "Removed the GPU pack; 3 MB freed.\n"
    assert "not installed" in huggingtweets("gpu", "status").out
    assert huggingtweets("gpu", "remove").out == "There is no GPU pack.\n"


def test_a_pack_that_a_window_uses_is_not_removed(huggingtweets, home, tmp_path):
    assert huggingtweets("gpu", "install", "--from", tmp_path / "wheels").status == 0
    use = Use(home.gpu_packs)
    use.begin()
    told = huggingtweets("gpu", "remove")
    assert told.status == 1
    assert "The GPU pack is in use. Close the other windows and terminals of HuggingTweets" in told.err
    use.end()
    assert huggingtweets("gpu", "remove").out == "Removed the GPU pack; 3 MB freed.\n"


def test_without_a_card_there_is_no_pack(huggingtweets, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", os.environ["PATH"].partition(os.pathsep)[2])
    told = huggingtweets("gpu", "install")
    assert told.status == 1
    assert "no NVIDIA graphics card with a working driver was found" in told.err
    assert "none found" in huggingtweets("gpu", "status").out


def test_ctrl_c_keeps_what_arrived_and_the_same_command_goes_on(
    huggingtweets, home, wheels, tmp_path, monkeypatch
):
    with publish(wheels) as server:
        locked = lock_of(wheels, address_of(server))
        write_lock(tmp_path, locked)
        code = (
            # Where the tests themselves run in a shell's background, this signal is ignored at first.
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "import sys; from pathlib import Path\n"
            "from huggingtweets_gui import cli; from huggingtweets_gui.workflow.gpu_pack import lock\n"
            "locks = Path(sys.argv.pop(1))\n"
            "lock.resource = lambda name: locks\n"
            "sys.exit(cli.run(sys.argv[1:], None))"
        )
        command = [sys.executable, "-c", code, str(tmp_path), "gpu", "install"]
        server.stall_after = 1_000_000
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            while disk_used(home.gpu_packs / "wheels") < 1_600_000:  # the last of it may not be written yet
                assert process.poll() is None
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert err.endswith("huggingtweets: cancelled\n")
        monkeypatch.setattr(gpu, "locks_here", lambda: [locked])
        assert "broken off with 2 MB on the disk" in huggingtweets("gpu", "status").out
        server.stall_after = None
        before = sum(server.sent.values())
        assert huggingtweets("gpu", "install").status == 0
        assert sum(server.sent.values()) - before <= locked.size - 1_000_000

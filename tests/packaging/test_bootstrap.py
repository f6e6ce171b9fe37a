import os
import subprocess
import sys
import tomllib

import bootstrap
import commands
import pytest
from commands import ROOT, has_screen
from reports import NotPublished, NotReached, explain_pip, explain_venv

SCRIPT = ROOT / "packaging" / "bootstrap.py"


def start(*arguments):
    return subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60
    )


def test_help_goes_to_stdout_and_wrong_usage_to_stderr():
    helped, nothing, wrong = start("--help"), start(), start("install")
    assert (helped.returncode, nothing.returncode, wrong.returncode) == (0, 2, 2)
    assert "bootstrap.py run" in helped.stdout
    assert "bootstrap.py run" in wrong.stderr
    assert wrong.stdout == nothing.stdout == ""


def test_the_oldest_python_is_the_one_that_the_project_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">=" + ".".join(map(str, bootstrap.OLDEST_PYTHON))


def test_an_older_python_is_told_what_to_do(monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 1))
    assert bootstrap.main(["run"]) == 1
    assert "needs Python 3.11 or newer, and this is Python 3.9" in capsys.readouterr().err


def test_only_linux_can_lack_a_screen():
    assert not has_screen("Linux", {"DISPLAY": ""})
    assert has_screen("Linux", {"DISPLAY": ":0"})
    assert has_screen("Linux", {"WAYLAND_DISPLAY": "wayland-0"})
    assert has_screen("Darwin", {})
    assert has_screen("Windows", {})


@pytest.fixture
def handed_over(monkeypatch, tmp_path):
    """Commands that would have been started; the set-up itself is taken as done."""
    handed_over = []
    python = tmp_path / "python"
    monkeypatch.setattr(commands.virtual_environment, "prepare", lambda root, extras, **_: python)
    monkeypatch.setattr(commands, "hand_over", lambda command, _: handed_over.append(command[1:]) or 0)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return handed_over


def test_run_passes_its_arguments_on_untouched(handed_over):
    assert commands.main(["run", "generate", "--help", "--", "-n"], usage="") == 0
    assert handed_over == [["-m", "huggingtweets_gui", "generate", "--help", "--", "-n"]]


def test_run_without_a_screen_runs_the_example_and_says_so(handed_over, monkeypatch, capsys):
    monkeypatch.setattr(commands.platform, "system", lambda: "Linux")
    assert commands.main(["run"], usage="") == 0
    assert handed_over == [["-m", "huggingtweets_gui", "example"]]
    assert "no screen" in capsys.readouterr().err


def test_run_with_a_screen_opens_the_window(handed_over, monkeypatch):
    monkeypatch.setattr(commands.platform, "system", lambda: "Darwin")
    assert commands.main(["run"], usage="") == 0
    assert handed_over == [["-m", "huggingtweets_gui"]]


def test_a_folder_that_cannot_be_written_to_is_no_traceback(monkeypatch, capsys):
    def prepare(root, extras):
        raise PermissionError(13, "Permission denied", "/checkout/.venv")

    monkeypatch.setattr(commands.virtual_environment, "prepare", prepare)
    assert commands.main(["run", "doctor"], usage="") == 1
    assert "“/checkout/.venv”: Permission denied" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix", reason="elsewhere no process can become another")
def test_handing_over_keeps_the_exit_status():
    code = "import commands, os, sys; commands.hand_over([sys.executable, '-c', 'exit(42)'], os.environ)"
    done = subprocess.run([sys.executable, "-c", code], cwd=SCRIPT.parent, timeout=60)
    assert done.returncode == 42


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] …'))", "certificate"),
        (
            "WARNING: … NewConnectionError('…')\nERROR: No matching distribution found for orjson",
            "not be reached",
        ),
        ("ERROR: No matching distribution found for torch==2.13.0", "no torch==2.13.0 for Python"),
        ("error: metadata-generation-failed", "could not install everything"),
    ],
)
def test_failures_of_pip_are_put_into_words_and_name_the_log(output, expected):
    error = explain_pip(output, "the/log.txt")
    assert expected in error.sentence
    assert "the/log.txt" in error.advice


def test_failures_that_leave_nothing_half_installed_are_told_apart():
    assert isinstance(explain_pip("ReadTimeoutError", "log"), NotReached)
    assert isinstance(explain_pip("No matching distribution found for torch", "log"), NotPublished)


def test_failures_of_venv_are_put_into_words():
    assert "python3-venv" in explain_venv("ensurepip is not available. On Debian/Ubuntu …", "log").advice
    assert "disk is full" in explain_venv("ensurepip …: [Errno 28] No space left on device", "log").sentence
    assert "log" in explain_venv("Error: something else", "log").advice

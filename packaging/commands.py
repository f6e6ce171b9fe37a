"""The commands of the bootstrap: set up, then hand over to the program, its tests, or what bundles it."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import system_libraries
import torch_build
import virtual_environment
from reports import SetupError, say

ROOT = Path(__file__).resolve().parent.parent
XVFB_SCREEN = "-screen 0 1600x1200x24"


def main(arguments: list[str], usage: str) -> int:
    """Run the command that ``arguments`` begin with.

    Args:
        arguments: a command's name and what it hands on, without the script's own name.
        usage: what ``--help`` and a wrong command print.

    Returns:
        The exit status: that of the program handed over to, 1 if the set-up failed, 2 for a wrong
        command, 130 if it was interrupted.
    """
    known: dict[str, Callable[[list[str]], int]] = {"run": run, "test": test, "bundle": bundle}
    name, *rest = arguments or [""]
    if name in ("-h", "--help"):
        print(usage.strip())
        return 0
    if name not in known:
        print(usage.strip(), file=sys.stderr)
        return 2
    try:
        return known[name](rest)
    except SetupError as error:
        say(error.sentence)
        say(error.advice)
        return 1
    except OSError as error:
        say(f"The set-up failed at “{error.filename or ROOT}”: {error.strerror}.")
        say("Check that the folder may be written to and that the disk has room, then start again.")
        return 1
    except KeyboardInterrupt:
        say("Stopped. Start the same command again to set up anew; what was downloaded is kept.")
        return 130


def run(arguments: list[str]) -> int:
    """Set up and start the program with ``arguments``, or its window without any."""
    if not arguments and not has_screen(platform.system(), os.environ):
        say("There is no screen here for the window, so this runs “huggingtweets example” in the terminal.")
        arguments = ["example"]
    if not arguments and platform.system() == "Linux":
        system_libraries.require(system_libraries.for_window(os.environ))
    python = virtual_environment.prepare(ROOT, extras=())
    return hand_over([str(python), "-m", "huggingtweets_gui", *arguments], os.environ)


def test(arguments: list[str]) -> int:
    """Set up with what the tests need and run pytest with ``arguments``."""
    environment = dict(os.environ)
    wrapper: list[str] = []
    if platform.system() == "Linux":
        system_libraries.require(system_libraries.CORE)
        if not has_screen("Linux", os.environ):
            wrapper = virtual_screen()
        if not wrapper and not has_screen("Linux", os.environ):
            say("There is no screen and no Xvfb here, so the windows of the tests are drawn in memory only.")
            environment["QT_QPA_PLATFORM"] = "offscreen"
    python = virtual_environment.prepare(ROOT, extras=("test",))
    os.chdir(ROOT)
    return hand_over([*wrapper, str(python), "-m", "pytest", *arguments], environment)


def bundle(arguments: list[str]) -> int:
    """Set up an environment of its own with what a bundle carries, and make the bundle and its installers.

    Raises:
        SetupError: the build of PyTorch that is wanted could not be had.
    """
    parser = argparse.ArgumentParser("bootstrap.py bundle")
    parser.add_argument("--torch", choices=torch_build.TAGS, default=torch_build.CPU_TAG)
    tag = parser.parse_args(arguments).torch
    if platform.system() == "Linux":
        system_libraries.install_tools({"dpkg-shlibdeps": "dpkg-dev", "xz": "xz-utils"})
        system_libraries.require(system_libraries.CORE + system_libraries.XCB + system_libraries.WAYLAND)
    build = torch_build.published(platform.system(), tag)
    python = virtual_environment.prepare(ROOT, ("bundle",), name=f".venv-bundle-{tag}", torch=build)
    question = [str(python), "-c", "import torch; print(torch.version.cuda)"]
    answer = subprocess.run(question, capture_output=True, text=True).stdout.strip()
    if (answer == "None") != (tag == torch_build.CPU_TAG):
        raise SetupError(
            f"The build of PyTorch that could be had is not “{tag}”.",
            "Reach PyTorch's own index, download.pytorch.org, delete the folder "
            f".venv-bundle-{tag}, and start again.",
        )
    return hand_over([str(python), str(ROOT / "packaging" / "bundle" / "build.py")], os.environ)


def has_screen(system: str, environment: Mapping[str, str]) -> bool:
    """Tell whether a window can be seen; only Linux says when it cannot."""
    return system != "Linux" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def virtual_screen() -> list[str]:
    """Return the start of a command line that gives the rest of it an Xvfb screen, or nothing.

    Xvfb and the libraries for it are installed first where that is possible without asking.
    """
    system_libraries.install_tools({"xvfb-run": "xvfb", "xauth": "xauth"})
    complete = not system_libraries.install_missing(system_libraries.XCB)
    if complete and shutil.which("xvfb-run") and shutil.which("xauth"):
        return ["xvfb-run", "-a", "-s", XVFB_SCREEN]
    return []


def hand_over(command: list[str], environment: Mapping[str, str]) -> int:
    """Become ``command`` where the system can, else run it; return its exit status.

    Becoming it leaves signals, such as Ctrl-C, to the program alone.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execvpe(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # The program has received it too, and decides by itself what to do.

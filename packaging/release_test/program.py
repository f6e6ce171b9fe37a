"""The program as the user runs it in the root: without a network, watched by strace."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from release_test.network import addresses, calls
from release_test.report import Failure, wait_for
from release_test.root import HOME, RUNTIME, USER, Root, namespaces

T = TypeVar("T")

_ENTER = Path(__file__).with_name("enter.sh")
_END_SECONDS = 30
_SHOWN_LINES = 12


class Program:
    """A start of the program; it is used as a context, and killed where it still runs at its end.

    Args:
        root: the system to run it in.
        command: the command and its arguments, as a desktop would start it.
        display: the screen.
        folder: receives what it prints, and what strace saw.
        name: of the start, for the files in there.
        bus: the address of a D-Bus session, where the session has one.
    """

    def __init__(
        self, root: Root, command: Sequence[str], display: str, folder: Path, name: str, bus: str = ""
    ) -> None:
        self._output = folder / f"{name}.stderr.txt"
        self._trace = folder / f"{name}.strace.txt"
        variables = {
            "DISPLAY": display,
            "HOME": HOME,
            "LANG": "C.UTF-8",
            "LOGNAME": USER,
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "SHELL": "/bin/bash",
            "USER": USER,
            "XDG_RUNTIME_DIR": RUNTIME,
            **({"DBUS_SESSION_BUS_ADDRESS": bus} if bus else {}),
        }
        environment = [
            "env",
            "-i",
            f"--chdir={HOME}",
            *(f"{key}={value}" for key, value in variables.items()),
        ]
        # strace stands outside of the root, and ends when the last process that it follows has ended.
        strace = ["strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", str(self._trace)]
        inside = ["chroot", f"--userspec={USER}:{USER}", str(root.path), *environment, *command]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [*namespaces(online=False), str(_ENTER), str(root.path), *strace, *inside],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # its namespace, and all that lives in it, goes along
        self._process.wait()

    @property
    def printed(self) -> list[str]:
        """The lines that it has printed so far, on standard output and standard error."""
        return self._output.read_text(encoding="utf-8", errors="replace").splitlines()

    @property
    def contacted(self) -> list[str]:
        """The network addresses that it has used so far."""
        trace = self._trace.read_text(encoding="utf-8", errors="replace")
        return addresses(trace) if calls(trace) else ["strace saw nothing at all"]

    def wait_for(self, what: str, look: Callable[[], T | None], seconds: float) -> T:
        """As ``report.wait_for``, but not for longer than the program runs.

        Raises:
            Failure: in vain.
        """

        def look_while_it_runs() -> T | None:
            if self._process.poll() is not None:
                last = "\n".join(self.printed[-_SHOWN_LINES:])
                raise Failure(f"the program ended with {self._process.returncode} before {what}\n{last}")
            return look()

        return wait_for(what, look_while_it_runs, seconds)

    def wait_for_end(self, seconds: float = _END_SECONDS) -> None:
        """Wait until it has ended well, and no process of it is left.

        Raises:
            Failure: one is left, or its exit status tells of a failure.
        """
        try:
            status = self._process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            left = "\n".join(self._left())
            raise Failure(f"after {seconds:.0f} s there are still processes:\n{left}") from error
        if status != 0:
            last = "\n".join(self.printed[-_SHOWN_LINES:])
            raise Failure(f"it ended with {status}\n{last}")

    def _left(self) -> list[str]:
        """Return the command lines of the processes in its namespace, without strace."""
        own = Path(f"/proc/{self._process.pid}/ns/pid_for_children").readlink()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if (process / "ns/pid").readlink() == own:
                    found.append(re.sub(r"\0", " ", (process / "cmdline").read_text(errors="replace")))
            except OSError:
                continue  # It has ended meanwhile.
        return [line for line in found if not line.startswith("strace ")]

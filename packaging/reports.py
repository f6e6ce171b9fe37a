"""What the set-up tells its user: plain lines, and failures with what to do about them."""

import re
import sys


class SetupError(Exception):
    """The set-up cannot go on.

    Args:
        sentence: what is wrong.
        advice: what to do about it.
    """

    def __init__(self, sentence: str, advice: str) -> None:
        self.sentence = sentence
        self.advice = advice
        super().__init__(f"{sentence} {advice}")


class NotReached(SetupError):
    """The place that packages come from does not answer."""


class NotPublished(SetupError):
    """The wanted version of a package does not exist for this Python and system."""


def say(line: str) -> None:
    """Print ``line`` for the user, on stderr: stdout belongs to the program that is started."""
    print(line, file=sys.stderr, flush=True)


_DISK_FULL = re.compile(r"No space left|\[Errno 28\]|\[WinError 112\]")
_OFFLINE = re.compile(
    r"NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError"
    r"|ConnectionResetError|RemoteDisconnected|ProtocolError|Read timed out|Max retries exceeded"
)


def explain_pip(output: str, log: str) -> SetupError:
    """Return the failure that pip's ``output`` stands for.

    Args:
        output: everything that the failed pip printed.
        log: where the user finds that output.
    """
    details = f"The details are in {log}."
    if _DISK_FULL.search(output):
        return SetupError("The disk is full.", f"Make room and start the same command again. {details}")
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return NotReached(
            "The certificate of the package index was not accepted.",
            f"Behind a company's proxy, set PIP_CERT to its certificate file and start again. {details}",
        )
    if _OFFLINE.search(output):
        return NotReached(
            "The package index could not be reached.",
            f"Check the connection (and HTTPS_PROXY, if you need one) and start again. {details}",
        )
    missing = re.search(r"No matching distribution found for (\S+)", output)
    if missing:
        python = ".".join(map(str, sys.version_info[:2]))
        return NotPublished(
            f"There is no {missing.group(1)} for Python {python} on this system.",
            "Start this command with another Python, 3.11 to 3.13 fit best; Intel Macs and 32-bit systems "
            f"are no longer served by PyTorch. {details}",
        )
    return SetupError("pip could not install everything.", f"Start again, or read why in {log}.")


def explain_venv(output: str, log: str) -> SetupError:
    """Return the failure that ``output`` of ``python -m venv`` stands for."""
    if _DISK_FULL.search(output):
        return SetupError("The disk is full.", "Make room and start the same command again.")
    if re.search(r"ensurepip|No module named '?venv", output):
        return SetupError(
            "This Python comes without venv and pip.",
            "Install them (on Debian and Ubuntu: apt-get install python3-venv), then start again.",
        )
    return SetupError("The folder .venv could not be made.", f"Read why in {log}.")

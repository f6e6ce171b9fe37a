"""How long threads wait awake for each other, where that is told once.

What it is about, and what is done on Linux, ``neighbours`` tells. The OpenMP of LLVM and Intel, with which
torch computes elsewhere, is told when it is loaded: by itself it lets them wait for a fifth of a second.
"""

from collections.abc import MutableMapping

_MILLISECONDS = "KMP_BLOCKTIME"


def wait_briefly(environment: MutableMapping[str, str]) -> None:
    """Let threads that are waiting fall asleep soon, unless the user has chosen otherwise.

    Args:
        environment: of the process that will load torch.
    """
    environment.setdefault(_MILLISECONDS, "1")

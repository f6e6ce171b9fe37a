"""How long the threads that compute a product together wait awake for the next one.

OpenMP's libraries let them spin for milliseconds. That is of use while they have all cores: the next of the
thousands of products in a step comes within microseconds. As soon as another program computes too, one
thread has to share its core, and what is to be waited for is a thread that does not run, because another of
ours spins in its place. ``tests/benchmarks/busy_machine.py`` measures it.
"""

from collections.abc import MutableMapping

# Heeded when torch is loaded. So many turns take some tens of microseconds; the other is in milliseconds.
_GNU, _LLVM = ("GOMP_SPINCOUNT", "3000"), ("KMP_BLOCKTIME", "1")


def wait_briefly(environment: MutableMapping[str, str]) -> None:
    """Let threads that are waiting fall asleep soon, unless the user has chosen otherwise.

    Args:
        environment: of the process that will load torch.
    """
    for name, value in (_GNU, _LLVM):
        environment.setdefault(name, value)

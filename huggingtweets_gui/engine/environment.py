"""What libraries below torch shall do: they read it from the environment when they are loaded."""

from collections.abc import MutableMapping

# So many turns take some tens of microseconds; the other is in milliseconds.
_GNU, _LLVM = ("GOMP_SPINCOUNT", "3000"), ("KMP_BLOCKTIME", "1")
_LARGE_PAGES = ("THP_MEM_ALLOC_ENABLE", "1")


def prepare(environment: MutableMapping[str, str]) -> None:
    """Set all that is here, unless the user has chosen otherwise.

    Args:
        environment: of the process that will load torch.
    """
    wait_briefly(environment)
    take_large_pages(environment)


def wait_briefly(environment: MutableMapping[str, str]) -> None:
    """Let the threads that compute a product together fall asleep soon when they wait for the next one.

    OpenMP's libraries let them spin for milliseconds. That is of use while they have all cores: the next of
    the thousands of products in a step comes within microseconds. As soon as another program computes too,
    one thread has to share its core, and what is to be waited for is a thread that does not run, because
    another of ours spins in its place. ``tests/benchmarks/busy_machine.py`` measures it.
    """
    for name, value in (_GNU, _LLVM):
        environment.setdefault(name, value)


def take_large_pages(environment: MutableMapping[str, str]) -> None:
    """Let torch ask Linux for pages of 2 MB instead of 4 KB for its large tensors.

    A step makes and frees gradients and logits of hundreds of megabytes, and the kernel has to hand out
    each page of them anew: 40,000 a step of the starter, and a tenth of its time, against 5,000. See
    https://github.com/pytorch/pytorch/pull/93888; other systems ignore it.
    """
    environment.setdefault(*_LARGE_PAGES)

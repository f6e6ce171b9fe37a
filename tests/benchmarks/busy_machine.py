"""How fast a training goes on while another program computes, beside a machine of its own.

In turns, each in a process of its own: steps of the given base model over invented tweets, with threads
that make way as the engine's do and with threads that never do; alone, and beside a process that keeps a
core busy. All have the engine's priority. Prints one table: labelled tokens a second.
"""

import argparse
import itertools
import subprocess
import sys
from pathlib import Path

from huggingtweets_gui.engine.__main__ import give_way
from huggingtweets_gui.engine.neighbours import watch_neighbours
from tests.benchmarks.steps import steps

_WAYS = _CONSIDERATE, _NEVER = "make way", "never do"
_BUSY = "while True: sum(range(1000))"


def tokens_a_second(base: Path, seconds: float) -> float:
    """Train for so many seconds after a first step, the last step to its end, in this process."""
    done = passed = 0.0
    for tokens, its_seconds in itertools.islice(steps(base), 1, None):
        done += tokens
        passed += its_seconds
        if passed > seconds:
            break
    return done / passed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("base", type=Path, help="folder of the base model")
    parser.add_argument("--seconds", type=float, default=20, help="of each training (20)")
    parser.add_argument("--one", choices=_WAYS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        if arguments.one == _CONSIDERATE:
            watch_neighbours()
        give_way()
        print(tokens_a_second(arguments.base, arguments.seconds))
        return

    print(f"{'threads':24}{'alone':>10}{'beside another':>16}{'ratio':>8}")
    for way in _WAYS:
        command = [sys.executable, "-m", __spec__.name, *sys.argv[1:], "--one", way]
        alone = float(subprocess.check_output(command))
        with subprocess.Popen([sys.executable, "-c", _BUSY]) as other:
            beside = float(subprocess.check_output(command))
            other.kill()
        print(f"{way:24}{alone:10.1f}{beside:16.1f}{beside / alone:7.2f}x", flush=True)


if __name__ == "__main__":
    main()

"""How fast a training goes on while another program computes, beside a machine of its own.

In turns, each in a process of its own: steps of the given base model over invented tweets, with threads
that make way as the engine's do and with threads that never do; alone, and beside a process that keeps a
core busy. All have the engine's priority. Prints one table: labelled tokens a second.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import torch

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.__main__ import give_way
from huggingtweets_gui.engine.batches import epoch_batches
from huggingtweets_gui.engine.device import choose_device
from huggingtweets_gui.engine.learner import Learner
from huggingtweets_gui.engine.neighbours import watch_neighbours
from tests.invented import invented_tweets

_WAYS = _CONSIDERATE, _NEVER = "make way", "never do"
_BUSY = "while True: sum(range(1000))"
_BATCH_TOKENS = 448
_TWEETS = 500


def tokens_a_second(base: Path, seconds: float) -> float:
    """Train for so many seconds after a first step, the last step to its end, in this process."""
    give_way()
    model = models.load(base, torch.device("cpu"))
    texts = [str(record["full_text"]) for record in invented_tweets(_TWEETS, seed=3)]
    rows = [[model.separator, *model.encode(text), model.separator] for text in texts]
    learner = Learner(model, choose_device("cpu"), 0.01, _BATCH_TOKENS)
    began = done = 0.0
    for batch in epoch_batches([len(row) for row in rows], _BATCH_TOKENS, 0, 0):
        learner.step([rows[place] for place in batch], 1e-5)
        if began:
            done += sum(len(rows[place]) - 1 for place in batch)
            if time.perf_counter() - began > seconds:
                break
        else:
            began = time.perf_counter()
    return done / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("base", type=Path, help="folder of the base model")
    parser.add_argument("--seconds", type=float, default=20, help="of each training (20)")
    parser.add_argument("--one", choices=_WAYS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        if arguments.one == _CONSIDERATE:
            watch_neighbours()
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

"""A process that has loaded torch once, and forks a training for each job it reads.

Each training is a true process, to be killed as one, without the seconds that importing torch takes.
Lines to standard output: the process that trains, its events, and its exit status.
"""

import json
import os
import sys

import torch

from huggingtweets_gui.engine.rhythm import Rhythm
from huggingtweets_gui.engine.train import train
from huggingtweets_gui.messages import Message, Train, decode, encode

AS_OFTEN_AS_IT_GOES = Rhythm(shortest_pause=0.0, share=1.0)


def _say(line: str) -> None:
    os.write(1, (line + "\n").encode())  # In one piece: a kill leaves no half line.


def _emit(message: Message) -> None:
    _say(encode(message))


def _train(job: Train) -> None:
    torch.set_num_threads(1)
    _emit(train(job, _emit, lambda: None, AS_OFTEN_AS_IT_GOES))


def main() -> None:
    """Serve jobs until the pipe closes."""
    for line in sys.stdin:
        job = decode(line)
        assert isinstance(job, Train)
        process = os.fork()
        if process == 0:
            _train(job)
            os._exit(0)
        _say(json.dumps({"process": process}))
        _, status = os.waitpid(process, 0)
        _say(json.dumps({"ended": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()

"""From a bot's dataset to batches of tokens.

Each tweet is a row of its own, right-padded to the longest of its batch: causality hides the
padding, so that no attention mask is needed and attention stays on its fast path, and each
tweet starts at position 0, as it does when it is sampled. Batches hold tweets of like lengths,
so that little is padding.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import torch

from huggingtweets_gui.engine.linear_cross_entropy import IGNORED
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.foundation.progress import Progress, unreported

_POOL_BATCHES = 32
_TWEETS_A_REPORT = 500


@dataclass(frozen=True)
class Tweets:
    """One part of the dataset as tokens.

    Attributes:
        rows: the tokens of each tweet, a separator before and after, repeated as the dataset says.
        characters: code points of all tweets together.
    """

    rows: list[list[int]]
    characters: int

    @property
    def labels(self) -> int:
        """How many tokens are predicted: each tweet's tokens and its end."""
        return sum(len(row) - 1 for row in self.rows)


def read_tweets(dataset: Path, model: LanguageModel, progress: Progress = unreported) -> dict[str, Tweets]:
    """Read and tokenise ``dataset.jsonl``; returns the parts by name.

    A tweet of more tokens than the model takes is cut off there.

    Args:
        dataset: the file.
        model: whose tokens.
        progress: is told the tweets done, of a number unknown.
    """
    rows: dict[str, list[list[int]]] = {"training": [], "validation": [], "test": []}
    characters = dict.fromkeys(rows, 0)
    done = 0
    with dataset.open(encoding="utf-8", newline="\n") as lines:
        while entries := [json.loads(line) for line in islice(lines, _TWEETS_A_REPORT)]:
            progress(done, 0)
            encoded = model.encode_all([entry["text"] for entry in entries])
            for entry, tokens in zip(entries, encoded, strict=True):
                row = [model.separator, *tokens, model.separator][: model.longest]
                rows[entry["part"]].extend([row] * entry["times"])
                characters[entry["part"]] += len(entry["text"]) * entry["times"]
            done += len(entries)
    return {part: Tweets(rows[part], characters[part]) for part in rows}


def epoch_batches(lengths: Sequence[int], batch_tokens: int, seed: int, epoch: int) -> list[list[int]]:
    """Draw the batches of one epoch; the same arguments give the same batches.

    Args:
        lengths: tokens of each tweet.
        batch_tokens: the most tokens of a batch, padding included; a longer tweet is a batch alone.
        seed: of the run.
        epoch: counted from 0.

    Returns:
        The positions of each batch's tweets.
    """
    chance = random.Random(f"{seed} {epoch}")
    order = chance.sample(range(len(lengths)), len(lengths))
    average = max(1, sum(lengths) // max(1, len(lengths)))
    pool_size = max(1, _POOL_BATCHES * batch_tokens // average)
    batches: list[list[int]] = []
    for start in range(0, len(order), pool_size):
        pool = sorted(order[start : start + pool_size], key=lambda position: lengths[position])
        batches.extend(bucket(pool, lengths, batch_tokens))
    chance.shuffle(batches)
    return batches


def bucket(positions: Sequence[int], lengths: Sequence[int], batch_tokens: int) -> list[list[int]]:
    """Cut positions, sorted by length, into batches of at most ``batch_tokens`` tokens with padding."""
    batches: list[list[int]] = []
    for position in positions:
        rows = len(batches[-1]) + 1 if batches else 0
        if batches and rows * lengths[position] <= batch_tokens:
            batches[-1].append(position)
        else:
            batches.append([position])
    return batches


def tensors(rows: Sequence[Sequence[int]], device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Return inputs and labels of a batch, both int64 of shape [tweets, longest - 1].

    Inputs are padded with 0, labels with ``IGNORED``.
    """
    longest = max(map(len, rows)) - 1
    inputs = torch.zeros(len(rows), longest, dtype=torch.long)
    labels = torch.full((len(rows), longest), IGNORED)
    for index, row in enumerate(rows):
        inputs[index, : len(row) - 1] = torch.tensor(row[:-1])
        labels[index, : len(row) - 1] = torch.tensor(row[1:])
    return inputs.to(device), labels.to(device)

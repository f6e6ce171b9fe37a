"""Writing tweets with a transformers text-generation pipeline."""

from collections.abc import Callable
from typing import Any

import torch
from transformers import (
    GenerationConfig,
    StoppingCriteria,
    StoppingCriteriaList,
    TextGenerationPipeline,
    set_seed,
)

from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH, weighted_length

_GLIMPSE_TWEETS = 3
_GLIMPSE_TOKENS = 48


class Watcher(StoppingCriteria):
    """Sees each row after each token: reports tweets as they end, and ends those that grow too long.

    Args:
        model: whose tokens they are.
        prompt_tokens: how many tokens stand before what is written, the separator included.
        prompt: what each tweet begins with.
        max_length: longest tweet, as Twitter weighs characters.
        on_tweet: is given the text of each finished tweet, once.
        keep_going: asked after each token; no ends all rows unreported.
    """

    def __init__(
        self,
        model: LanguageModel,
        prompt_tokens: int,
        prompt: str,
        max_length: int,
        on_tweet: Callable[[str], None],
        keep_going: Callable[[], bool],
    ) -> None:
        self._model = model
        self._prompt_tokens = prompt_tokens
        self._prompt = prompt
        self._max_length = max_length
        self._on_tweet = on_tweet
        self._keep_going = keep_going
        self._ended: set[int] = set()
        self.stopped = False

    def __call__(
        self,
        input_ids: torch.Tensor,
        scores: torch.Tensor,  # noqa: ARG002
        **kwargs: object,  # noqa: ARG002
    ) -> torch.Tensor:
        """Return which rows are over, bool [rows]; ``input_ids`` is int64 [rows, tokens]."""
        self.stopped = self.stopped or not self._keep_going()
        if self.stopped:
            return torch.ones(len(input_ids), dtype=torch.bool, device=input_ids.device)
        for row, tokens in enumerate(input_ids[:, self._prompt_tokens :].tolist()):
            if row not in self._ended:
                self._look_at(row, tokens)
        over = [row in self._ended for row in range(len(input_ids))]
        return torch.tensor(over, device=input_ids.device)

    def finish(self, sequences: list[list[int]]) -> None:
        """Report the rows that ended only because the tokens allowed were used up."""
        for row, tokens in enumerate(sequences):
            if row not in self._ended and not self.stopped:
                self._end(row, self._text(tokens[self._prompt_tokens :]))

    def _look_at(self, row: int, tokens: list[int]) -> None:
        if tokens[-1] == self._model.separator:
            self._end(row, self._text(tokens[:-1]))
            return
        text = self._text(tokens)
        if weighted_length(text) > self._max_length:
            self._end(row, _cut(text, self._prompt, self._max_length))

    def _text(self, tokens: list[int]) -> str:
        return self._prompt + self._model.decode(tokens)

    def _end(self, row: int, text: str) -> None:
        self._ended.add(row)
        self._on_tweet(text.strip())


def write_tweets(
    model: LanguageModel,
    device: Device,
    config: GenerationConfig,
    prompt: str,
    max_length: int,
    seed: int,
    on_tweet: Callable[[str], None],
    keep_going: Callable[[], bool],
) -> None:
    """Write ``config.num_return_sequences`` tweets in one batch.

    Args:
        model: the bot.
        device: where it is.
        config: the sampling controls.
        prompt: what each tweet begins with; may be empty.
        max_length: longest tweet, as Twitter weighs characters.
        seed: the same seed and settings give the same tweets, on the same device.
        on_tweet: is given each tweet as soon as it is finished.
        keep_going: asked after each token.
    """
    prompt = prompt.rstrip()  # Words begin with their space: after one of the prompt's own comes nonsense.
    prompt_tokens = len(model.encode(prompt)) + 1
    watcher = Watcher(model, prompt_tokens, prompt, max_length, on_tweet, keep_going)
    pipeline = TextGenerationPipeline(
        model=model.network, tokenizer=model.tokenizer, device=device.torch_device
    )
    set_seed(seed)
    with device.autocast():
        # The separator is written out, whatever the tokenizer adds by itself.
        results: list[dict[str, Any]] = pipeline(
            model.separator_token + prompt,
            add_special_tokens=False,
            return_tensors=True,
            generation_config=config,
            stopping_criteria=StoppingCriteriaList([watcher]),
        )
    watcher.finish([result["generated_token_ids"] for result in results])


def glimpse(
    model: LanguageModel, device: Device, prompt: str, seed: int, keep_going: Callable[[], bool]
) -> list[str]:
    """Return a few tweets of a model in training, without touching the training's random numbers."""
    texts: list[str] = []
    config = GenerationConfig(
        do_sample=True,
        temperature=1.0,
        top_p=0.95,
        top_k=0,
        num_return_sequences=_GLIMPSE_TWEETS,
        max_new_tokens=_GLIMPSE_TOKENS,
        eos_token_id=model.separator,
        pad_token_id=model.separator,
    )
    model.network.eval()
    with torch.random.fork_rng():
        write_tweets(model, device, config, prompt, MAX_LENGTH, seed, texts.append, keep_going)
    return texts


def _cut(text: str, prompt: str, max_length: int) -> str:
    """Shorten a text by whole words, or a single long word by characters, but not into its prompt."""
    while weighted_length(text) > max_length and len(text) > len(prompt):
        space = text.rfind(" ", len(prompt) + 1)
        text = text[:space] if space > 0 else text[:-1]
    return text

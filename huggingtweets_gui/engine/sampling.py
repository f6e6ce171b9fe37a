"""Writing tweets with a transformers text-generation pipeline."""

from collections.abc import Callable

import torch
from transformers import GenerationConfig, TextGenerationPipeline

from huggingtweets_gui.engine.decoding import Decoder
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.foundation.weighted_length import MAX_LENGTH, weighted_length

_GLIMPSE_TWEETS = 3
_GLIMPSE_TOKENS = 48
# The most that a further character adds to a weighted length: many emoji, or short addresses, weigh so much.
_HEAVIEST = 3
_UNFINISHED_CHARACTER = "\N{REPLACEMENT CHARACTER}"  # how bytes that begin one are decoded


class Draft:
    """A tweet while it is being written.

    Args:
        model: whose tokens it is made of.
        prompt: what it begins with.
        max_length: when it is too long, as Twitter weighs characters.
    """

    def __init__(self, model: LanguageModel, prompt: str, max_length: int) -> None:
        self._model = model
        self._prompt = prompt
        self._prompt_tokens = model.encode(prompt)
        self._prompt_decoded = len(model.decode(self._prompt_tokens))  # characters
        self._max_length = max_length
        self._tokens: list[int] = []
        self._weigh_at = 0  # characters; weighing a text takes longer than writing its next token

    def add(self, token: int) -> bool:
        """Add a token; return whether the tweet is over: at its end, or too long already."""
        if token == self._model.separator:
            return True
        self._tokens.append(token)
        text = self._text()
        if len(text) < self._weigh_at:
            return False
        room = self._max_length - weighted_length(text)
        self._weigh_at = len(text) + max(room // _HEAVIEST, 1)
        return room < 0

    def finished(self) -> str:
        """Return its text, shortened where it is too long."""
        return _cut(self._text(), self._prompt, self._max_length).strip()

    def _text(self) -> str:
        # Not of the new tokens alone: some tokenizers leave out the space that a text begins with.
        decoded = self._model.decode(self._prompt_tokens + self._tokens)
        return self._prompt + decoded[self._prompt_decoded :].rstrip(_UNFINISHED_CHARACTER)


def write_tweets(
    model: LanguageModel,
    device: Device,
    config: GenerationConfig,
    prompt: str,
    max_length: int,
    seed: int,
    on_tweet: Callable[[str], None],
    keep_going: Callable[[], bool],
) -> int:
    """Write ``config.num_return_sequences`` tweets in one batch.

    Args:
        model: the bot, in evaluation mode; fastest with ``decoding_weights.ready_for_writing``.
        device: where it is.
        config: the sampling controls.
        prompt: what each tweet begins with; may be empty.
        max_length: longest tweet, as Twitter weighs characters.
        seed: the same seed and settings give the same tweets, on the same device.
        on_tweet: is given each tweet as soon as it is finished.
        keep_going: asked after each token; no ends all tweets untold.

    Returns:
        How many tokens were written, ends included.
    """
    prompt = prompt.rstrip()  # Words begin with their space: after one of the prompt's own comes nonsense.
    drafts = [Draft(model, prompt, max_length) for _ in range(config.num_return_sequences)]
    unfinished = set(range(len(drafts)))
    tokens_written = 0

    def take(number: int, token: int) -> bool:
        nonlocal tokens_written
        tokens_written += 1
        is_over = drafts[number].add(token)
        if is_over:
            unfinished.remove(number)
            on_tweet(drafts[number].finished())
        return is_over

    pipeline = TextGenerationPipeline(
        model=model.network, tokenizer=model.tokenizer, device=device.torch_device
    )
    decoder = Decoder(take, keep_going, torch.Generator(device.torch_device).manual_seed(seed))
    pipeline(
        prompt,
        add_special_tokens=True,
        return_tensors=True,
        generation_config=config,
        custom_generate=decoder,
    )
    if keep_going():
        for number in sorted(unfinished):  # The tokens allowed were used up.
            on_tweet(drafts[number].finished())
    return tokens_written


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
    write_tweets(model, device, config, prompt, MAX_LENGTH, seed, texts.append, keep_going)
    return texts


def _cut(text: str, prompt: str, max_length: int) -> str:
    """Shorten a text by whole words, or a single long word by characters, but not into its prompt."""
    while weighted_length(text) > max_length and len(text) > len(prompt):
        space = text.rfind(" ", len(prompt) + 1)
        text = text[:space] if space > 0 else text[:-1]
    return text

"""Decoding token by token: the loop that runs under transformers' ``generate`` in place of its own."""

from collections.abc import Callable
from typing import Any

import torch
from transformers import DynamicCache, GenerationConfig, PreTrainedModel

from huggingtweets_gui.engine.decoding_choice import choose_tokens

# Rows that are over are computed on with the others until so many are: leaving them out copies the cache.
_SHARE_OVER = 0.25


class Decoder:
    """What ``generate`` takes as ``custom_generate``: it writes all sequences of one prompt at once.

    Unlike transformers' loop it computes the prompt once for all sequences, draws tokens without
    sorting the vocabulary, and leaves out rows that are over.

    Args:
        take: is given a sequence's number and its next token; tells whether the sequence is over.
        keep_going: asked after each token; no ends everything before that token is given to ``take``.
        generator: the random numbers.
    """

    def __init__(
        self,
        take: Callable[[int, int], bool],
        keep_going: Callable[[], bool],
        generator: torch.Generator,
    ) -> None:
        self._take = take
        self._keep_going = keep_going
        self._generator = generator

    def __call__(
        self,
        model: PreTrainedModel,
        input_ids: torch.Tensor,
        generation_config: GenerationConfig,
        past_key_values: DynamicCache,
        **model_kwargs: Any,
    ) -> torch.Tensor:
        """Write until all sequences are over or ``max_length`` is reached.

        Args:
            model: in evaluation mode.
            input_ids: int64 [sequences, tokens], the same prompt in each row.
            generation_config: the sampling controls, ``max_length`` and ``pad_token_id``.
            past_key_values: empty.
            model_kwargs: what else ``generate`` prepares; only ``logits_to_keep`` is needed here.

        Returns:
            int64 [sequences, tokens], the prompt included, padded after each sequence's end.
        """
        prompt: list[int] = input_ids[0].tolist()
        written: list[list[int]] = [[] for _ in input_ids]
        rows = list(range(len(input_ids)))  # The sequence in each row of the batch.
        going = set(rows)
        history = input_ids
        last_only = {key: value for key, value in model_kwargs.items() if key == "logits_to_keep"}
        logits = _next_logits(model, input_ids[:1], past_key_values, **last_only).expand(len(rows), -1)
        past_key_values.batch_repeat_interleave(len(rows))
        while True:
            tokens = choose_tokens(logits, history, generation_config, self._generator)
            history = torch.cat([history, tokens], dim=-1)
            if not self._keep_going():
                break
            for sequence, token in zip(rows, tokens.flatten().tolist(), strict=True):
                if sequence in going:
                    written[sequence].append(token)
                    if self._take(sequence, token):
                        going.remove(sequence)
            if not going or history.shape[1] >= generation_config.max_length:
                break
            if len(going) <= len(rows) * (1 - _SHARE_OVER):
                kept = [place for place, sequence in enumerate(rows) if sequence in going]
                rows = [rows[place] for place in kept]
                past_key_values.batch_select_indices(torch.tensor(kept, device=tokens.device))
                tokens, history = tokens[kept], history[kept]
            logits = _next_logits(model, tokens, past_key_values)
        return torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(prompt + tokens) for tokens in written],
            batch_first=True,
            padding_value=generation_config.pad_token_id,
        )


def _next_logits(
    model: PreTrainedModel, tokens: torch.Tensor, cache: DynamicCache, **last_only: Any
) -> torch.Tensor:
    """Return the logits after ``tokens``, fp32 [rows, vocabulary]; the cache grows by them."""
    output = model(input_ids=tokens, past_key_values=cache, use_cache=True, **last_only)
    logits: torch.Tensor = output.logits[:, -1].float()
    return logits

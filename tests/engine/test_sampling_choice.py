"""Our choice of the next token beside transformers' own processors, by frequencies."""

from pathlib import Path

import pytest
import torch
from transformers import AutoModelForCausalLM, GenerationConfig, PreTrainedModel

from huggingtweets_gui.engine.decoding_choice import choose_tokens

DRAWS = 10_000
PROMPT = torch.tensor([[0, 40, 41, 300, 41, 502]])
OFF = {"temperature": 1.0, "top_p": 1.0, "top_k": 0, "repetition_penalty": 1.0}


@pytest.fixture(scope="module")
def network(tiny_gpt2: Path) -> PreTrainedModel:
    network = AutoModelForCausalLM.from_pretrained(tiny_gpt2).eval()
    # A network that has learnt nothing likes all tokens alike: this one has opinions.
    network.get_output_embeddings().weight.data.mul_(12)
    return network


@pytest.mark.parametrize(
    "controls",
    [
        {},
        {"temperature": 0.6},
        {"temperature": 1.7},
        {"top_k": 30},
        {"top_k": 1},
        {"top_p": 0.95},
        {"top_p": 0.3},
        {"top_p": 0.0},
        {"min_p": 0.1},
        {"min_p": 1.0},
        {"repetition_penalty": 1.8},
        {"repetition_penalty": 0.6},
        {"temperature": 1.3, "top_k": 80, "top_p": 0.9, "min_p": 0.05, "repetition_penalty": 1.3},
        {"temperature": 0.8, "top_p": 0.5, "min_p": 0.2, "repetition_penalty": 1.1},
    ],
    ids=str,
)
def test_tokens_come_as_often_as_transformers_says(
    network: PreTrainedModel, controls: dict[str, float]
) -> None:
    config = GenerationConfig(
        do_sample=True,
        max_new_tokens=1,
        return_dict_in_generate=True,
        output_logits=True,
        output_scores=True,
        pad_token_id=0,
        **(OFF | controls),
    )
    theirs = network.generate(PROMPT, generation_config=config)
    expected = theirs.scores[0][0].softmax(-1) * DRAWS
    tokens = choose_tokens(
        theirs.logits[0].expand(DRAWS, -1),
        PROMPT.expand(DRAWS, -1),
        config,
        torch.Generator().manual_seed(3),
    )
    assert tokens.shape == (DRAWS, 1)
    observed = tokens.flatten().bincount(minlength=len(expected)).float()
    assert observed[expected == 0].sum() == 0
    # Pearson's chi-square test; tokens too rare for it are counted together.
    rare = expected < 5
    expected = torch.cat([expected[~rare], expected[rare].sum().clamp(min=1e-3)[None]])
    observed = torch.cat([observed[~rare], observed[rare].sum()[None]])
    freedom = len(expected) - 1
    chi_square = ((observed - expected) ** 2 / expected).sum().item()
    assert chi_square < freedom + 4 * (2 * freedom) ** 0.5 + 0.01


def test_rows_are_drawn_each_from_their_own_distribution() -> None:
    logits = torch.full((3, 50), -20.0)
    logits[0, 7] = logits[1, 49] = logits[2, 0] = 20.0
    config = GenerationConfig(do_sample=True, **OFF | {"top_p": 0.9})
    history = torch.zeros((3, 1), dtype=torch.int64)
    tokens = choose_tokens(logits, history, config, torch.Generator().manual_seed(1))
    assert tokens.tolist() == [[7], [49], [0]]


def test_logits_that_are_no_numbers_are_an_error_and_not_an_endless_search() -> None:
    logits = torch.full((2, 50), float("nan"))
    config = GenerationConfig(do_sample=True, **OFF | {"top_p": 0.9})
    with pytest.raises(FloatingPointError):
        choose_tokens(logits, torch.zeros((2, 1), dtype=torch.int64), config, torch.Generator())

from dataclasses import replace

import pytest

from huggingtweets_gui.messages import Device
from huggingtweets_gui.workflow.catalogue import CATALOGUE, find
from huggingtweets_gui.workflow.fitting import fit
from huggingtweets_gui.workflow.memory import memory_needed
from huggingtweets_gui.workflow.plans import PLANS, hyperparameters

GPT2 = find("gpt2").architecture
QWEN = find("qwen2.5-0.5b").architecture
SETTINGS = hyperparameters(PLANS["balanced"], GPT2.parameters)
CPU = Device(device="cpu", name="CPU", reason="", precision="bf16", free_memory=0, total_memory=0, flops=1e12)
GPU = replace(CPU, device="cuda")


def with_free(device, gigabytes):
    return replace(device, free_memory=round(gigabytes * 1e9))


@pytest.mark.parametrize(
    ("key", "settings", "precision", "gigabytes"),
    [
        ("distilgpt2", {}, "bf16", 3.61),
        ("distilgpt2", {"micro_batch_tokens": 128}, "bf16", 3.83),
        ("distilgpt2", {"activation_checkpointing": True}, "bf16", 3.41),
        ("distilgpt2", {}, "fp32", 3.69),
        ("starter", {}, "bf16", 5.62),
        ("starter", {}, "fp32", 5.57),
    ],
)
def test_the_estimate_is_near_what_was_measured_on_a_processor(key, settings, precision, gigabytes):
    # Peaks of whole trainings, their checkpoints written from a copy: tests/benchmarks/memory_fit.py.
    device = replace(CPU, precision=precision)
    memory = memory_needed(find(key).architecture, replace(SETTINGS, **settings), device)
    assert memory.taken(free=64 << 30) == pytest.approx(gigabytes * 1e9, rel=0.15)


@pytest.mark.parametrize(
    ("key", "precision", "gigabytes"),
    [
        ("distilgpt2", "bf16", 1.27),
        ("distilgpt2", "fp32", 1.344),
        ("starter", "bf16", 1.914),
        ("starter", "fp32", 2.175),
    ],
)
def test_the_estimate_of_lora_is_near_what_was_measured_on_a_processor(key, precision, gigabytes):
    device = replace(CPU, precision=precision)
    memory = memory_needed(find(key).architecture, replace(SETTINGS, lora_rank=16), device)
    assert memory.total == pytest.approx(gigabytes * 1e9, rel=0.15)


def test_in_fp32_there_is_no_second_copy_of_the_weights():
    precise = memory_needed(GPT2, SETTINGS, replace(CPU, precision="fp32"))
    assert precise.weights == 4 * GPT2.parameters
    assert memory_needed(GPT2, SETTINGS, CPU).weights == 6 * GPT2.parameters


def test_the_best_weights_are_in_main_memory_with_those_before_them():
    # With next to no activations the peak is a look at the held-out tweets.
    settings = replace(SETTINGS, activation_checkpointing=True)
    assert memory_needed(GPT2, settings, GPU).best_weights == 0
    assert memory_needed(GPT2, settings, CPU).best_weights == 2 * 4 * GPT2.parameters


def test_the_copy_for_a_checkpoint_is_told_where_there_is_room_for_it():
    memory = memory_needed(GPT2, SETTINGS, CPU)
    assert memory.checkpoint == 12 * GPT2.parameters
    with_copy = memory.total + 16 * GPT2.parameters  # and the weights that were the best until then
    # Gradients and activations are freed and given back before it is made: they take none of its room.
    just_enough = memory.between_steps + 2 * memory.checkpoint
    assert memory.taken(just_enough) == with_copy
    assert memory.taken(just_enough - 2) == memory.total
    assert memory.between_steps == memory.weights + 12 * GPT2.parameters + memory.libraries
    assert memory_needed(GPT2, SETTINGS, GPU).checkpoint == 0


@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.key)
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("longest", [128, 1024])
def test_no_more_is_told_than_is_free(model, precision, longest):
    memory = memory_needed(model.architecture, SETTINGS, replace(CPU, precision=precision), longest)
    for percent in range(100, 300):
        free = memory.total * percent // 100
        assert memory.taken(free) <= free


def test_a_very_long_tweet_takes_its_memory_in_parts_too():
    settings = replace(SETTINGS, micro_batch_tokens=128)
    assert memory_needed(QWEN, settings, GPU, 1024).total > memory_needed(QWEN, settings, GPU).total


def test_where_all_fits_the_plan_stays_as_it_is():
    fitted = fit(GPT2, SETTINGS, with_free(GPU, 8))
    assert fitted.settings == SETTINGS
    assert fitted.sentence == "It fits: about 2.4 GB of the 8.0 GB that are free."


def test_what_changes_nothing_in_the_bot_is_tried_first():
    whole = memory_needed(QWEN, SETTINGS, GPU, 300).total / 1e9
    seen = []
    for share in (1.12, 1.10, 1.08, 1.06, 1.04, 1.02):
        settings = fit(QWEN, SETTINGS, with_free(GPU, whole * share), 300).settings
        seen.append(
            (settings.lora_rank > 0, settings.activation_checkpointing, settings.micro_batch_tokens or 999)
        )
    ranks = [(lora, checkpointing, -tokens) for lora, checkpointing, tokens in seen]
    assert ranks == sorted(ranks)
    assert seen[0] == (False, False, 999)
    assert len(set(seen)) > 1


def test_a_small_card_trains_additions_at_ten_times_the_rate():
    fitted = fit(QWEN, SETTINGS, with_free(GPU, 4))
    assert fitted.fits
    assert fitted.settings.lora_rank == 16
    assert fitted.settings.learning_rate == pytest.approx(10 * SETTINGS.learning_rate)
    assert fitted.sentence.endswith("To fit, only small additions to the model are trained (LoRA).")


def test_each_means_is_said():
    fitted = fit(QWEN, SETTINGS, with_free(GPU, 8))
    settings = replace(SETTINGS, micro_batch_tokens=128, activation_checkpointing=True)
    sentence = replace(fitted, settings=settings).sentence
    assert "each step is computed in 4 parts; it learns the same, a little more slowly." in sentence
    assert "less is kept in memory and more computed twice" in sentence


def test_what_does_not_fit_names_a_model_that_would():
    fitted = fit(find("qwen3-0.6b").architecture, SETTINGS, with_free(GPU, 2.6))
    assert not fitted.fits
    assert fitted.sentence == (
        "It does not fit: 2.8 GB should be free, and 2.6 GB are. "
        "Close other programs, or choose Qwen2.5-0.5B."
    )
    assert fit(GPT2, SETTINGS, with_free(GPU, 0.1)).sentence.endswith("Close other programs.")


@pytest.mark.parametrize("model", CATALOGUE, ids=lambda model: model.key)
@pytest.mark.parametrize("device", [CPU, GPU], ids=lambda device: device.device)
def test_all_weights_of_every_model_can_be_trained_with_16_gigabytes(model, device):
    settings = hyperparameters(PLANS["best"], model.parameters)
    assert fit(model.architecture, settings, with_free(device, 16)).settings.lora_rank == 0

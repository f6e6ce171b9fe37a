import pytest

from huggingtweets_gui.window import words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "1 s"),
        (25.4, "25 s"),
        (59.6, "1 min"),
        (70, "1 min 10 s"),
        (118, "2 min"),
        (540, "9 min"),
        (3_600, "1 h"),
        (7_500, "2 h 5 min"),
    ],
)
def test_durations(seconds, text):
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 KB"), (4_096, "4 KB"), (548_105_171, "548 MB"), (10_800_000_000, "10.8 GB")],
)
def test_sizes(count, text):
    assert words.size(count) == text


def test_a_part_of_the_memory_is_told_in_one_unit():
    assert words.part(10.8e9, 12e9) == "10.8 of 12 GB"
    assert words.part(3.63e9, 8e9) == "3.6 of 8.0 GB"


def test_counts():
    assert words.several(1, "tweet", "tweets") == "1 tweet"
    assert words.several(1_001, "tweet", "tweets") == "1,001 tweets"
    assert words.parameters(134_515_008) == "135M"
    assert words.parameters(1_200_000_000) == "1.2B"


def test_a_base_model_is_called_by_its_name_alone():
    assert words.base("SmolLM2-135M-Instruct, dequantised from Q4_1") == "SmolLM2-135M-Instruct"
    assert words.base("GPT-2") == "GPT-2"

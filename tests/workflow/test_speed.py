from huggingtweets_gui.messages import DeviceWorks
from huggingtweets_gui.workflow.speed import in_words, is_normal, is_training_normal, share_of_peak


def works(flops, peak_flops, name="Processor, 8 cores"):
    return DeviceWorks(device="cpu", name=name, precision="bf16", flops=flops, peak_flops=peak_flops)


def test_the_share_of_the_peak_is_of_six_operations_a_parameter_and_token():
    share = share_of_peak(parameters=100_000_000, tokens_per_second=1000, peak_flops=2e12)
    assert share == 0.3
    assert is_normal(share)
    assert not is_normal(0.1)


def test_a_fast_card_is_not_called_slow_for_small_steps():
    """448 tokens in 30 ms are 7% of the peak of one that begins an operation every 10 microseconds."""
    assert is_training_normal(0.07, step_seconds=0.03)
    assert not is_training_normal(0.07, step_seconds=1.5)
    assert is_training_normal(0.3, step_seconds=1.5)


def test_a_device_that_works_as_it_should_is_told():
    assert in_words(works(4.12e11, 1e12)) == (
        "It works: 412 billion operations a second in training steps, "
        "41% of what it reaches in a plain matrix product, which is normal."
    )


def test_a_slow_one_is_told():
    assert "only 5% of what it reaches" in in_words(works(5e10, 1e12))


def test_a_card_far_below_what_it_is_known_for_is_told():
    name = "NVIDIA GeForce RTX 3060"
    assert "But an RTX 3060 can be twice as fast" in in_words(works(4e12, 1e13, name))
    assert in_words(works(7e12, 2e13, name)).endswith("which is normal.")
    assert in_words(works(4e12, 1e13, f"{name} Laptop GPU")).endswith("which is normal.")

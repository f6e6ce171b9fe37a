import pytest
from torch_build import TAGS, choose, published

from huggingtweets_gui.foundation.nvidia import Gpu

NEW = Gpu("NVIDIA GeForce RTX 4070", (8, 9), "580.95.05")
OLD_DRIVER = Gpu("NVIDIA GeForce RTX 3060", (8, 6), "550.120")


def arguments(system, has_driver=False, gpus=()):
    return choose(system, has_driver, gpus).pip_arguments("2.13.0")


@pytest.mark.parametrize("system", ["Linux", "Windows"])
def test_without_a_gpu_the_small_build_for_the_cpu_is_taken(system):
    assert arguments(system) == [
        "--no-deps",
        "--index-url",
        "https://download.pytorch.org/whl/cpu",
        "torch==2.13.0+cpu",
    ]


def test_a_mac_takes_the_build_on_pypi():
    assert arguments("Darwin") == ["--no-deps", "torch==2.13.0"]


@pytest.mark.parametrize("system", ["Linux", "Windows"])
@pytest.mark.parametrize(("gpus", "tag"), [([NEW], "cu130"), ([], "cu130"), ([OLD_DRIVER], "cu126")])
def test_an_nvidia_gpu_gets_the_cuda_that_its_driver_and_age_allow(system, gpus, tag):
    assert arguments(system, has_driver=True, gpus=gpus)[-1] == f"torch==2.13.0+{tag}"


def test_pypi_stands_in_only_where_its_build_uses_the_gpu():
    assert choose("Linux", False, []).pypi_serves
    assert choose("Windows", False, []).pypi_serves
    assert choose("Linux", True, [NEW]).pypi_serves
    assert not choose("Linux", True, [OLD_DRIVER]).pypi_serves
    assert not choose("Windows", True, [NEW]).pypi_serves


@pytest.mark.parametrize("tag", TAGS)
def test_a_build_can_be_asked_for_by_its_tag(tag):
    assert published("Linux", tag).tag == published("Windows", tag).tag == tag
    assert published("Darwin", tag).tag is None

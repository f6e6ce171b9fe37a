import pytest
import torch_build
from torch_build import choose, has_nvidia_driver


def arguments(system, has_driver=False, gpus=""):
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
@pytest.mark.parametrize(
    ("gpus", "tag"),
    [
        ("580.95.05, 8.9\n", "cu130"),
        ("", "cu130"),
        ("580.95.05, [N/A]\n", "cu130"),
        ("550.120, 8.6\n", "cu126"),  # a driver from before CUDA 13
        ("580.95.05, 6.1\n", "cu126"),  # a GTX 1080
        ("580.95.05, 6.1\n580.95.05, 12.0\n", "cu130"),  # the better of two cards decides
        ("570.86, 12.0\n", "cu130"),  # Blackwell is in no older build: the driver must be renewed
    ],
)
def test_an_nvidia_gpu_gets_the_cuda_that_its_driver_and_age_allow(system, gpus, tag):
    assert arguments(system, has_driver=True, gpus=gpus)[-1] == f"torch==2.13.0+{tag}"


def test_pypi_stands_in_only_where_its_build_uses_the_gpu():
    assert choose("Linux", False, "").pypi_serves
    assert choose("Windows", False, "").pypi_serves
    assert choose("Linux", True, "580.95.05, 8.9").pypi_serves
    assert not choose("Linux", True, "550.120, 8.6").pypi_serves
    assert not choose("Windows", True, "580.95.05, 8.9").pypi_serves


@pytest.fixture
def no_nvidia_smi(monkeypatch):
    monkeypatch.setattr(torch_build.shutil, "which", lambda program, path=None: None)


@pytest.mark.parametrize(
    ("system", "trace"), [("Linux", "proc/driver/nvidia"), ("Windows", "System32/nvcuda.dll")]
)
def test_a_driver_is_found_by_its_files(system, trace, tmp_path, monkeypatch, no_nvidia_smi):
    monkeypatch.delenv("SYSTEMROOT", raising=False)
    assert not has_nvidia_driver(system, tmp_path)
    (tmp_path / trace).mkdir(parents=True)
    assert has_nvidia_driver(system, tmp_path)
    assert not has_nvidia_driver("Darwin", tmp_path)


def test_nothing_is_known_without_nvidia_smi(no_nvidia_smi):
    assert torch_build.ask_nvidia_smi() == ""

"""What goes wrong in the engine is told in words that help."""

import errno

import pytest
from safetensors import SafetensorError

from huggingtweets_gui.engine.failures import in_words
from huggingtweets_gui.foundation.errors import ErrorCode
from huggingtweets_gui.messages import ConvertStarter, Describe, Train
from tests.engine.conftest import NewJob


@pytest.mark.parametrize(
    "words",
    [
        "[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: can't allocate memory: you tried ...",
        "[enforce fail at alloc_cpu.cpp:116] DefaultCPUAllocator: not enough memory: you tried ...",
        "MPS backend out of memory (MPS allocated: 8.00 GB, max allowed: 9.07 GB).",
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "std::bad_alloc",
        "bad allocation",
        "could not create a primitive",
    ],
    ids=["linux", "windows", "apple", "nvidia", "c++", "c++-on-windows", "onednn"],
)
def test_too_little_memory_is_told_on_every_system(words: str, new_job: NewJob) -> None:
    error = in_words(RuntimeError(words), new_job(device="auto"))
    assert error.code is ErrorCode.OUT_OF_MEMORY
    assert "on this computer" in error.sentence


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        SafetensorError("Error while reading: Cannot allocate memory (os error 12)"),
        SafetensorError("The paging file is too small for this operation to complete. (os error 1455)"),
    ],
    ids=["python", "system", "safetensors", "safetensors-on-windows"],
)
def test_memory_that_ends_outside_of_torch_is_told_too(error: Exception, new_job: NewJob) -> None:
    told = in_words(error, new_job(device="cuda"))
    assert told.code is ErrorCode.OUT_OF_MEMORY
    assert "on the graphics card" in told.sentence


def test_what_onednn_does_not_support_is_no_lack_of_memory(new_job: NewJob) -> None:
    words = "could not create a primitive descriptor for the matmul primitive"
    assert in_words(RuntimeError(words), new_job()).code is ErrorCode.ENGINE_FAILED


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        SafetensorError("Error while serializing: I/O error: No space left on device (os error 28)"),
        SafetensorError("Error while serializing: I/O error: There is not enough space (os error 112)"),
    ],
    ids=["python", "safetensors", "safetensors-on-windows"],
)
def test_a_disk_that_fills_up_is_told_with_its_place(error: Exception, new_job: NewJob) -> None:
    job: Train = new_job()
    for one, place in ((job, job.bot), (ConvertStarter(gguf="a.gguf", folder="bases"), "bases")):
        told = in_words(error, one)
        assert told.code is ErrorCode.NO_ROOM
        assert place in told.sentence


def test_everything_else_is_told_with_its_details() -> None:
    try:
        raise ValueError("an odd thing")
    except ValueError as error:
        told = in_words(error, Describe())
    assert told.code is ErrorCode.ENGINE_FAILED
    assert "an odd thing" in told.details

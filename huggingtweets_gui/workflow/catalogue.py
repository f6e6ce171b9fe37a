"""The base models that the program offers, with what a choice needs: shape, licence, languages, download."""

from dataclasses import dataclass

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.workflow.architecture import Architecture, Style

# The ones that Qwen names first; it has read more.
_QWEN_LANGUAGES = (
    "English",
    "Chinese",
    "French",
    "Spanish",
    "Portuguese",
    "German",
    "Italian",
    "Russian",
    "Japanese",
    "Korean",
    "Vietnamese",
    "Thai",
    "Arabic",
)


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A pretrained model that a bot can be made from.

    Attributes:
        key: how the command line, settings and run records call it.
        name: how people call it.
        repo: its id on the Hugging Face Hub, which model cards link to.
        architecture: its shape.
        licence: the SPDX identifier of the weights' licence.
        download_bytes: size of its weights on the Hub; 0 if they come with the program. The tokenizer
            adds at most a few megabytes.
        languages: what it was mainly trained on, in English words; the first is its strongest.
        summary: one sentence on when to choose it.
    """

    key: str
    name: str
    repo: str
    architecture: Architecture
    licence: str
    download_bytes: int
    languages: tuple[str, ...]
    summary: str

    @property
    def comes_with_program(self) -> bool:
        """Whether it is on this computer from the start, so that nothing is ever downloaded."""
        return self.download_bytes == 0

    @property
    def parameters(self) -> int:
        """How many parameters it has."""
        return self.architecture.parameters


_SMOLLM2_135M = Architecture(
    parameters=134_515_008,
    layers=30,
    width=576,
    intermediate=1536,
    heads=9,
    key_value_heads=3,
    head_size=64,
    vocabulary=49_152,
    tied=True,
    style=Style.LLAMA,
)


def _gpt2(parameters: int, layers: int, width: int) -> Architecture:
    return Architecture(
        parameters=parameters,
        layers=layers,
        width=width,
        intermediate=4 * width,
        heads=width // 64,
        key_value_heads=width // 64,
        head_size=64,
        vocabulary=50_257,
        tied=True,
        style=Style.GPT2,
    )


STARTER = BaseModel(
    key="starter",
    name="SmolLM2-135M-Instruct, dequantised from Q4_1",
    repo="HuggingFaceTB/SmolLM2-135M-Instruct",
    architecture=_SMOLLM2_135M,
    licence="Apache-2.0",
    download_bytes=0,
    languages=("English",),
    summary="Already on this computer: it needs no network.",
)

CATALOGUE: tuple[BaseModel, ...] = (
    STARTER,
    BaseModel(
        key="gpt2",
        name="GPT-2",
        repo="openai-community/gpt2",
        architecture=_gpt2(124_439_808, 12, 768),
        licence="MIT",
        download_bytes=548_105_171,
        languages=("English",),
        summary="The classic choice of huggingtweets.",
    ),
    BaseModel(
        key="distilgpt2",
        name="DistilGPT-2",
        repo="distilbert/distilgpt2",
        architecture=_gpt2(81_912_576, 6, 768),
        licence="Apache-2.0",
        download_bytes=352_824_413,
        languages=("English",),
        summary="The smallest and fastest, for old computers.",
    ),
    BaseModel(
        key="gpt2-medium",
        name="GPT-2 Medium",
        repo="openai-community/gpt2-medium",
        architecture=_gpt2(354_823_168, 24, 1024),
        licence="MIT",
        download_bytes=1_519_984_962,
        languages=("English",),
        summary="Writes better than GPT-2 and takes three times as long.",
    ),
    BaseModel(
        key="smollm2-135m",
        name="SmolLM2-135M",
        repo="HuggingFaceTB/SmolLM2-135M",
        architecture=_SMOLLM2_135M,
        licence="Apache-2.0",
        download_bytes=269_060_552,
        languages=("English",),
        summary="Small and recent; it has read much more than GPT-2.",
    ),
    BaseModel(
        key="smollm2-360m",
        name="SmolLM2-360M",
        repo="HuggingFaceTB/SmolLM2-360M",
        architecture=Architecture(
            parameters=361_821_120,
            layers=32,
            width=960,
            intermediate=2560,
            heads=15,
            key_value_heads=5,
            head_size=64,
            vocabulary=49_152,
            tied=True,
            style=Style.LLAMA,
        ),
        licence="Apache-2.0",
        download_bytes=723_674_912,
        languages=("English",),
        summary="A good writer of English for a graphics card with 8 GB.",
    ),
    BaseModel(
        key="qwen2.5-0.5b",
        name="Qwen2.5-0.5B",
        repo="Qwen/Qwen2.5-0.5B",
        architecture=Architecture(
            parameters=494_032_768,
            layers=24,
            width=896,
            intermediate=4864,
            heads=14,
            key_value_heads=2,
            head_size=64,
            vocabulary=151_936,
            tied=True,
            style=Style.LLAMA,
        ),
        licence="Apache-2.0",
        download_bytes=988_097_824,
        languages=_QWEN_LANGUAGES,
        summary="Reads 29 languages: for authors who write in another one than English, or in several.",
    ),
    BaseModel(
        key="qwen3-0.6b",
        name="Qwen3-0.6B-Base",
        repo="Qwen/Qwen3-0.6B-Base",
        architecture=Architecture(
            parameters=596_049_920,
            layers=28,
            width=1024,
            intermediate=3072,
            heads=16,
            key_value_heads=8,
            head_size=128,
            vocabulary=151_936,
            tied=True,
            style=Style.LLAMA,
            norms_heads=True,
        ),
        licence="Apache-2.0",
        download_bytes=1_192_135_096,
        languages=_QWEN_LANGUAGES,
        summary="Reads 119 languages; for a graphics card with 16 GB.",
    ),
    BaseModel(
        key="llm-jp-3-440m",
        name="llm-jp-3-440m",
        repo="llm-jp/llm-jp-3-440m",
        architecture=Architecture(
            parameters=447_251_456,
            layers=16,
            width=1024,
            intermediate=3584,
            heads=8,
            key_value_heads=8,
            head_size=128,
            vocabulary=99_584,
            tied=False,
            style=Style.LLAMA,
        ),
        licence="Apache-2.0",
        download_bytes=894_519_624,
        languages=("Japanese", "English"),
        summary="For authors who write in Japanese.",
    ),
)


def find(key: str) -> BaseModel:
    """Return the base model called ``key``.

    Raises:
        UserError: UNKNOWN_BASE.
    """
    for model in CATALOGUE:
        if model.key == key:
            return model
    known = ", ".join(model.key for model in CATALOGUE)
    raise UserError(ErrorCode.UNKNOWN_BASE, name=key, known=known)

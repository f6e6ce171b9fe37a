"""The base models that the program offers, with what a choice needs: size, licence, languages, memory."""

from dataclasses import dataclass

from huggingtweets_gui.foundation.errors import ErrorCode, UserError

# Mixed precision keeps, for each parameter, its fp32 weight, its gradient and Adam's two moments.
_BYTES_A_PARAMETER = 16
# What the backward pass needs of one token in one layer, in units of the layer's width: 16-bit activations
# of attention and of the feed-forward block, with fused attention.
_BYTES_A_TOKEN_A_LAYER_A_UNIT = 34
# Logits of one token: in 16 bits, in fp32, their log-softmax and their gradient.
_BYTES_A_TOKEN_A_VOCABULARY_ENTRY = 16
# One step of the usual plan: 16 tweets of about 64 tokens.
_TOKENS_A_STEP = 1024

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
        parameters: how many parameters it has; tied weights are counted once.
        layers: its number of transformer blocks.
        width: the size of its hidden states.
        vocabulary: how many tokens it knows.
        licence: the SPDX identifier of the weights' licence.
        download_bytes: size of its weights on the Hub; 0 if they come with the program. The tokenizer
            adds at most a few megabytes.
        languages: what it was mainly trained on, in English words; the first is its strongest.
        summary: one sentence on when to choose it.
    """

    key: str
    name: str
    repo: str
    parameters: int
    layers: int
    width: int
    vocabulary: int
    licence: str
    download_bytes: int
    languages: tuple[str, ...]
    summary: str

    @property
    def comes_with_program(self) -> bool:
        """Whether it is on this computer from the start, so that nothing is ever downloaded."""
        return self.download_bytes == 0

    @property
    def training_bytes(self) -> int:
        """An estimate of the memory that full fine-tuning takes, see ``full_tuning_bytes``."""
        return full_tuning_bytes(self.parameters, self.layers, self.width, self.vocabulary)


def full_tuning_bytes(parameters: int, layers: int, width: int, vocabulary: int) -> int:
    """Estimate the memory in bytes that fine-tuning every weight takes, with batches of 16 tweets.

    It is the sum of 16 bytes a parameter (weights, gradients and Adam's state in fp32) and of what
    one step of 1,024 tokens keeps: the layers' activations and the logits. The engine measures the
    truth; this is for choosing before anything is downloaded.
    """
    activations = _BYTES_A_TOKEN_A_LAYER_A_UNIT * layers * width
    logits = _BYTES_A_TOKEN_A_VOCABULARY_ENTRY * vocabulary
    return _BYTES_A_PARAMETER * parameters + _TOKENS_A_STEP * (activations + logits)


STARTER = BaseModel(
    key="starter",
    name="SmolLM2-135M-Instruct, dequantised from Q4_1",
    repo="HuggingFaceTB/SmolLM2-135M-Instruct",
    parameters=134_515_008,
    layers=30,
    width=576,
    vocabulary=49_152,
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
        parameters=124_439_808,
        layers=12,
        width=768,
        vocabulary=50_257,
        licence="MIT",
        download_bytes=548_105_171,
        languages=("English",),
        summary="The classic choice of huggingtweets.",
    ),
    BaseModel(
        key="distilgpt2",
        name="DistilGPT-2",
        repo="distilbert/distilgpt2",
        parameters=81_912_576,
        layers=6,
        width=768,
        vocabulary=50_257,
        licence="Apache-2.0",
        download_bytes=352_824_413,
        languages=("English",),
        summary="The smallest and fastest, for old computers.",
    ),
    BaseModel(
        key="gpt2-medium",
        name="GPT-2 Medium",
        repo="openai-community/gpt2-medium",
        parameters=354_823_168,
        layers=24,
        width=1_024,
        vocabulary=50_257,
        licence="MIT",
        download_bytes=1_519_984_962,
        languages=("English",),
        summary="Writes better than GPT-2 and takes three times as long.",
    ),
    BaseModel(
        key="smollm2-135m",
        name="SmolLM2-135M",
        repo="HuggingFaceTB/SmolLM2-135M",
        parameters=134_515_008,
        layers=30,
        width=576,
        vocabulary=49_152,
        licence="Apache-2.0",
        download_bytes=269_060_552,
        languages=("English",),
        summary="Small and recent; it has read much more than GPT-2.",
    ),
    BaseModel(
        key="smollm2-360m",
        name="SmolLM2-360M",
        repo="HuggingFaceTB/SmolLM2-360M",
        parameters=361_821_120,
        layers=32,
        width=960,
        vocabulary=49_152,
        licence="Apache-2.0",
        download_bytes=723_674_912,
        languages=("English",),
        summary="A good writer of English for a graphics card with 8 GB.",
    ),
    BaseModel(
        key="qwen2.5-0.5b",
        name="Qwen2.5-0.5B",
        repo="Qwen/Qwen2.5-0.5B",
        parameters=494_032_768,
        layers=24,
        width=896,
        vocabulary=151_936,
        licence="Apache-2.0",
        download_bytes=988_097_824,
        languages=_QWEN_LANGUAGES,
        summary="Reads 29 languages: for authors who write in another one than English, or in several.",
    ),
    BaseModel(
        key="qwen3-0.6b",
        name="Qwen3-0.6B-Base",
        repo="Qwen/Qwen3-0.6B-Base",
        parameters=596_049_920,
        layers=28,
        width=1_024,
        vocabulary=151_936,
        licence="Apache-2.0",
        download_bytes=1_192_135_096,
        languages=_QWEN_LANGUAGES,
        summary="Reads 119 languages; for a graphics card with 16 GB.",
    ),
    BaseModel(
        key="llm-jp-3-440m",
        name="llm-jp-3-440m",
        repo="llm-jp/llm-jp-3-440m",
        parameters=447_251_456,
        layers=16,
        width=1_024,
        vocabulary=99_584,
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

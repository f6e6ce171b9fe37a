"""Where things stand in a bot's folder, which the library keeps and the engine fills."""

import re
from dataclasses import dataclass
from pathlib import Path

_CHECKPOINT = re.compile(r"step-(\d+)")


@dataclass(frozen=True)
class BotLayout:
    """The places in a bot's folder. Nothing is created by looking."""

    folder: Path

    @property
    def record(self) -> Path:
        """``run.json``: whose bot it is, how it was made, and how the training ended."""
        return self.folder / "run.json"

    @property
    def model(self) -> Path:
        """``model/``: what ``transformers.pipeline`` loads; there once a training has ended well."""
        return self.folder / "model"

    @property
    def card(self) -> Path:
        """``README.md``: the model card."""
        return self.folder / "README.md"

    @property
    def diagram(self) -> Path:
        """``pipeline.svg``: the picture in the model card."""
        return self.folder / "pipeline.svg"

    @property
    def dataset(self) -> Path:
        """``dataset.jsonl``: the tweets, one a line, with the part each belongs to."""
        return self.folder / "dataset.jsonl"

    @property
    def metrics(self) -> Path:
        """``metrics.jsonl``: the steps, evaluations and samples of the training, one event a line."""
        return self.folder / "metrics.jsonl"

    @property
    def lock(self) -> Path:
        """The lock that a training in progress holds."""
        return self.folder / ".lock"

    @property
    def checkpoints(self) -> Path:
        """``checkpoints/``: what an interrupted training goes on from."""
        return self.folder / "checkpoints"

    def avatar(self, handle: str) -> Path | None:
        """The picture of the author with this handle, or None where there is none."""
        candidates = (self.folder / f"avatar-{handle}{ending}" for ending in (".png", ".jpg"))
        return next((path for path in candidates if path.is_file()), None)

    def avatars(self) -> list[Path]:
        """The authors' pictures."""
        return [path for ending in ("png", "jpg") for path in self.folder.glob(f"avatar-*.{ending}")]

    def contents(self) -> list[Path]:
        """Everything the program may have put here, there or not: a folder may hold the user's files too."""
        return [
            self.record,
            self.model,
            self.card,
            self.diagram,
            self.dataset,
            self.metrics,
            self.lock,
            self.checkpoints,
            *self.avatars(),
            # What a kill in the middle of a write left behind.
            *self.folder.glob(".*.tmp"),
            *self.folder.glob(".*.old"),
        ]

    def new_avatar(self, handle: str, picture: bytes) -> Path:
        """Where this picture (PNG or JPEG) of the author belongs: viewers go by the ending."""
        ending = ".png" if picture.startswith(b"\x89PNG") else ".jpg"
        return self.folder / f"avatar-{handle}{ending}"

    def checkpoint(self, step: int) -> Path:
        """The folder of the checkpoint after ``step`` steps."""
        return self.checkpoints / f"step-{step:06d}"

    def checkpoint_steps(self) -> list[int]:
        """The steps that have a checkpoint, newest first."""
        if not self.checkpoints.is_dir():
            return []
        matches = (_CHECKPOINT.fullmatch(path.name) for path in self.checkpoints.iterdir())
        return sorted((int(match[1]) for match in matches if match), reverse=True)

"""The GPU pack as the window deals with it: where it stands, installing and removing it."""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Progress
from huggingtweets_gui.library.paths import Home
from huggingtweets_gui.messages import Device, End, Failed
from huggingtweets_gui.threads.engine_thread import EngineThread, Request
from huggingtweets_gui.threads.task_thread import TaskThread
from huggingtweets_gui.workflow.gpu_pack.lock import PackLock, locks_here
from huggingtweets_gui.workflow.gpu_pack.state import PackState, find_state


class Work(Enum):
    """What is being done to the pack."""

    INSTALLING = auto()
    REMOVING = auto()


class GpuPacks(QObject):
    """Looks for an NVIDIA GPU and the pack for it; installs the pack, and removes it.

    Args:
        home: where the pack is kept.
        engine: is given another torch.
        parent: the owner.

    Attributes:
        device: what the engine computes on; None until it is known.
        state: where the pack stands; None until it is known.
        work: what is being done, or None.

    Signals:
        changed: one of the attributes or properties has changed.
        progress: the ``Stage`` of an installation, with the bytes that are done and all of them.
        failed: the ``UserError`` that ended an installation or a removal.
    """

    changed = Signal()
    progress = Signal(object, object, object)
    failed = Signal(object)

    def __init__(self, home: Home, engine: EngineThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._engine = engine
        self._looking: TaskThread | None = None
        self._installing: TaskThread | None = None
        self._exchange: Request | None = None
        self._serving: Request | None = None
        self.device: Device | None = None
        self.state: PackState | None = None
        self.work: Work | None = None
        engine.busy_changed.connect(lambda _: self.changed.emit())
        engine.began.connect(self._on_began)
        engine.ended.connect(self._on_ended)

    @property
    def is_useful(self) -> bool:
        """Whether there is anything to say of a pack: not where the program brings CUDA itself."""
        if self.state is None or self.device is None:
            return False
        if self.state.installed or self.state.is_broken_off or self.state.useless:
            return True
        return self.device.cuda is None and self.state.gpu is not None and self._can_be_had(self.state)

    @property
    def is_in_use(self) -> bool:
        """Whether a training or a writing holds the engine, which cannot be given another torch then."""
        return self._engine.current is not None

    def consider(self, device: Device) -> None:
        """Take note of what the engine computes on, and look where the pack stands."""
        before, self.device = self.device, device
        is_other = before is None or _essence(before) != _essence(device)
        if is_other and self._looking is None and self.work is not Work.INSTALLING:
            self._look()

    def install(self, folder: Path | None = None) -> None:
        """Install the pack, or go on with that: over the network, or from a folder with its wheels."""
        assert self.state is not None and self.state.lock is not None
        self._begin(Work.INSTALLING)
        self._installing = task = self._task(self._installation(self.state.lock, folder))
        task.succeeded.connect(self._on_installed)
        task.failed.connect(self._on_not_installed)
        task.cancelled.connect(self._look)
        task.start()

    def cancel(self) -> None:
        """Break an installation off; what has arrived stays."""
        if self._installing is not None:
            self._installing.cancel()

    def remove(self) -> None:
        """Remove the pack, or what is here of it; the engine ends first, and starts without it."""
        packs = self._home.gpu_packs

        def work() -> None:
            from huggingtweets_gui.workflow.gpu_pack.installing import remove

            remove(packs, lambda: None)

        self._begin(Work.REMOVING)
        self._exchange = self._engine.exchange(work)

    def _installation(self, lock: PackLock, folder: Path | None) -> Callable[[Progress], object]:
        def work(report: Progress) -> object:
            # Loaded when needed, so that the window is painted sooner.
            from huggingtweets_gui.workflow.gpu_pack.installing import Stage, install
            from huggingtweets_gui.workflow.gpu_pack.sources import source_of

            def tell(stage: Stage, done: int, total: int) -> None:
                report(done, total)
                self.progress.emit(stage, done, total)

            packs = self._home.gpu_packs
            return install(lock, packs, source_of(lock, packs, folder), tell)

        return work

    def _look(self) -> None:
        packs = self._home.gpu_packs
        self._installing = None
        self._looking = task = self._task(
            lambda report: find_state(packs, locks_here(), lambda: report(0, 0))
        )
        task.succeeded.connect(self._on_looked)
        task.failed.connect(self._on_not_looked)
        task.start()

    def _task(self, work: Callable[[Progress], object]) -> TaskThread:
        task = TaskThread(work, self._home.logs, self)
        task.finished.connect(task.deleteLater)
        return task

    def _on_looked(self, state: PackState) -> None:
        self._looking = None
        self.state = state
        self.work = None
        self.changed.emit()

    def _on_installed(self) -> None:
        self._look()
        self._exchange = self._engine.exchange(lambda: None)

    def _on_not_looked(self, error: UserError) -> None:
        self._looking = None
        self.work = None  # or nothing could be done about the pack any more
        self.failed.emit(error)
        self.changed.emit()

    def _on_not_installed(self, error: UserError) -> None:
        self.failed.emit(error)
        self._look()

    def _on_began(self, request: Request) -> None:
        self._serving = request

    def _on_ended(self, end: End) -> None:
        if self._exchange is not None and self._serving is self._exchange:
            self._exchange = None
            if isinstance(end, Failed):
                self.failed.emit(UserError.in_words(end.code, end.sentence, end.advice, end.details))
            if self.work is Work.REMOVING:
                self._look()

    def _begin(self, work: Work) -> None:
        self.work = work
        self.changed.emit()

    @staticmethod
    def _can_be_had(state: PackState) -> bool:
        return state.lock is not None or state.wanted_driver is not None


def _essence(device: Device) -> tuple[str, str | None, str]:
    """Return what of a device says which torch runs on what: not the memory, which changes all the time."""
    return device.device, device.cuda, device.reason

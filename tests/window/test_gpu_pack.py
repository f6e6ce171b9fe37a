"""The GPU pack in the window: offered where it helps, fetched, broken off, resumed, removed."""

import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from huggingtweets_gui.foundation.errors import ErrorCode, UserError
from huggingtweets_gui.library.settings import Settings
from huggingtweets_gui.messages import Device, StopKind
from huggingtweets_gui.window import gpu_packs
from huggingtweets_gui.window.gpu_dialog import GpuDialog
from huggingtweets_gui.window.gpu_line import GpuLine
from huggingtweets_gui.window.gpu_packs import GpuPacks, Work
from huggingtweets_gui.window.page_stack import PageStack
from huggingtweets_gui.workflow import meter, patience
from huggingtweets_gui.workflow.gpu_pack.places import is_installed
from tests import fake_engine
from tests.bots import make_bot
from tests.gpu_packs import address_of, lock_of, make_wheels, publish, put_nvidia_smi

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for nvidia-smi is a script")

CPU = Device(
    device="cpu",
    name="Processor, 4 cores",
    reason="There is no graphics card to use: the installed PyTorch is the build without CUDA.",
    precision="bf16",
    free_memory=8_000_000_000,
    total_memory=16_000_000_000,
    flops=1e11,
)


@pytest.fixture
def wheels(tmp_path):
    return make_wheels(tmp_path / "wheels")


@pytest.fixture
def server(wheels, monkeypatch):
    monkeypatch.setattr(patience, "PAUSES", (0.0,))
    monkeypatch.setattr(meter, "_REPORT_EVERY", 0.0)
    with publish(wheels) as server:
        yield server


@pytest.fixture
def lock(wheels, server):
    return lock_of(wheels, address_of(server))


@pytest.fixture
def packs(home, engine, lock, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "580.95.05, 8.6, NVIDIA GeForce RTX 3060")
    monkeypatch.setattr(gpu_packs, "locks_here", lambda: [lock])
    packs = GpuPacks(home, engine)
    engine.event.connect(lambda event: packs.consider(event) if isinstance(event, Device) else None)
    yield packs
    packs.cancel()
    for task in packs.findChildren(gpu_packs.TaskThread):
        task.wait(5000)


@pytest.fixture
def line(packs, qtbot):
    line = GpuLine(packs)
    qtbot.addWidget(line)
    return line


@pytest.fixture
def dialog(packs, qtbot):
    look(packs, qtbot)
    dialog = GpuDialog(packs)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # qtbot deletes it
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def look(packs, qtbot, device=CPU):
    with qtbot.waitSignal(packs.changed, timeout=20_000):
        packs.consider(device)


def settled(packs, qtbot):
    qtbot.waitUntil(lambda: packs.work is None and packs._looking is None, timeout=20_000)


def buttons(dialog):
    named = ("get", "folder", "remove", "cancel", "close_button")
    return {name for name in named if getattr(dialog, name).isVisible()}


def test_a_gpu_that_is_not_used_is_named_with_the_pack_for_it(line, packs, qtbot):
    assert line.isHidden()
    look(packs, qtbot)
    assert not line.isHidden()
    assert line.sentence.text() == (
        "This computer has an NVIDIA GeForce RTX 3060. Training on it is much faster."
    )
    assert line.button.text() == "&Get the GPU pack (3 MB)…"


def test_nothing_is_offered_where_torch_has_cuda_or_there_is_no_gpu(
    line, packs, qtbot, tmp_path, monkeypatch
):
    look(packs, qtbot, replace(CPU, device="cuda", cuda="13.0"))
    assert line.isHidden()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    look(packs, qtbot)
    assert line.isHidden()


def test_a_driver_that_is_too_old_is_said_and_nothing_offered(line, packs, qtbot, tmp_path, monkeypatch):
    put_nvidia_smi(tmp_path, monkeypatch, "550.120, 8.6, NVIDIA GeForce RTX 3060")
    look(packs, qtbot)
    assert "its driver 550.120 is too old for the GPU pack. Install version 580" in line.sentence.text()
    assert line.button.isHidden()


def test_where_the_pack_cannot_be_looked_at_one_can_go_on(dialog, packs, qtbot, tmp_path, monkeypatch):
    def find_state(*_):
        raise UserError(ErrorCode.NOT_PERMITTED, name=tmp_path)

    monkeypatch.setattr(gpu_packs, "find_state", find_state)
    packs.install(tmp_path)  # which has none of the wheels
    settled(packs, qtbot)
    assert buttons(dialog) == {"get", "folder", "close_button"}


def test_the_pack_is_fetched_used_and_removed(dialog, line, packs, lock, home, engine, qtbot):
    assert buttons(dialog) == {"get", "folder", "close_button"}
    assert "3 MB from 127.0.0.1" in dialog.sentence.text()
    engine.describe()
    qtbot.waitUntil(lambda: engine.engine_process_id is not None)
    first = engine.engine_process_id
    told = []
    packs.progress.connect(lambda *_: told.append(dialog.figures.text()))
    dialog.get.click()
    assert buttons(dialog) == {"cancel"}
    qtbot.waitUntil(lambda: packs.state.installed, timeout=20_000)
    assert any(text.startswith("Fetching the pack: ") and text.endswith(" of 3 MB") for text in told)
    assert told[-1] == "Unpacking it: 3 MB of 3 MB"
    assert buttons(dialog) == {"remove", "close_button"}
    assert "The GPU pack is installed and takes 3 MB." in line.sentence.text()
    qtbot.waitUntil(lambda: engine.engine_process_id not in (None, first), timeout=20_000)
    dialog.remove.click()
    assert packs.work is Work.REMOVING
    qtbot.waitUntil(lambda: not packs.state.installed, timeout=20_000)
    settled(packs, qtbot)
    assert not is_installed(home.gpu_packs, lock)
    assert buttons(dialog) == {"get", "folder", "close_button"}


def test_a_pack_in_use_is_not_removed(dialog, packs, engine, library, tmp_path, qtbot):
    packs.install(tmp_path / "wheels")
    qtbot.waitUntil(lambda: packs.state.installed, timeout=20_000)
    settled(packs, qtbot)
    with qtbot.waitSignal(engine.busy_changed, timeout=20_000):
        engine.train(make_bot(library, seed=fake_engine.WAITS))
    assert dialog.remove.isVisible() and not dialog.remove.isEnabled()
    assert "While a training or a writing goes on it stays." in dialog.sentence.text()
    engine.stop(StopKind.CANCEL)
    qtbot.waitUntil(dialog.remove.isEnabled, timeout=20_000)


def test_a_pack_of_an_older_program_is_named_and_can_be_removed(
    dialog, line, packs, home, qtbot, monkeypatch
):
    old = home.gpu_packs / "2.12.0+cu130"
    old.mkdir(parents=True)
    (old / "gpu_pack.json").write_bytes(bytes(5_000_000))
    look(packs, qtbot, replace(CPU, reason="Another reason."))
    assert line.button.text().startswith("&Get the GPU pack")
    assert "An older pack goes then: 5 MB." in dialog.sentence.text()
    monkeypatch.setattr(gpu_packs, "locks_here", lambda: [])
    look(packs, qtbot)
    assert line.sentence.text() == "A GPU pack is here that cannot be used: 5 MB."
    assert buttons(dialog) == {"remove", "close_button"}
    dialog.remove.click()
    qtbot.waitUntil(lambda: not old.exists() and line.isHidden(), timeout=20_000)
    settled(packs, qtbot)


def test_a_cancelled_download_is_resumed(dialog, packs, lock, server, qtbot):
    server.stall_after = 1_000_000
    dialog.get.click()
    qtbot.waitUntil(lambda: dialog.figures.text().startswith("Fetching the pack: 2 MB"), timeout=20_000)
    dialog.cancel.click()
    settled(packs, qtbot)
    assert buttons(dialog) == {"get", "folder", "remove", "close_button"}
    assert dialog.get.text() == "&Resume"
    assert "The installation was broken off; 2 MB of it are here." in dialog.sentence.text()
    assert dialog.banner.isHidden()
    server.stall_after = None
    dialog.get.click()
    qtbot.waitUntil(lambda: packs.state.installed, timeout=20_000)
    settled(packs, qtbot)


def test_closing_the_dialog_breaks_off_and_keeps_what_arrived(dialog, packs, server, line, qtbot):
    server.stall_after = 1_000_000
    dialog.get.click()
    qtbot.waitUntil(lambda: dialog.figures.text().startswith("Fetching the pack: 2 MB"), timeout=20_000)
    dialog.close()
    settled(packs, qtbot)
    assert line.sentence.text() == "A part of the GPU pack is here (2 MB)."


def test_what_goes_wrong_is_said_and_can_be_tried_again(dialog, packs, server, wheels, qtbot):
    server.damaged = {wheels[0].name}
    dialog.get.click()
    qtbot.waitUntil(dialog.banner.isVisible, timeout=20_000)
    settled(packs, qtbot)
    assert "did not arrive as it was published" in dialog.banner.sentence.text()
    server.damaged = set()
    dialog.get.click()
    assert dialog.banner.isHidden()
    qtbot.waitUntil(lambda: packs.state.installed, timeout=20_000)
    settled(packs, qtbot)


def test_a_computer_without_a_network_takes_the_wheels_from_a_folder(
    dialog, packs, server, tmp_path, qtbot, monkeypatch
):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "wheels"))
    server.stop()
    dialog.folder.click()
    qtbot.waitUntil(lambda: packs.state.installed, timeout=20_000)
    settled(packs, qtbot)
    look(packs, qtbot, replace(CPU, reason="The GPU pack could not be loaded: a library is missing."))
    dialog.refresh()
    assert dialog.sentence.text().endswith("The GPU pack could not be loaded: a library is missing.")


def test_the_page_with_the_plan_offers_it_beside_the_device(
    home, library, engine, lock, tmp_path, qtbot, monkeypatch
):
    put_nvidia_smi(tmp_path, monkeypatch, "580.95.05, 8.6, NVIDIA GeForce RTX 3060")
    monkeypatch.setattr(gpu_packs, "locks_here", lambda: [lock])
    pages = PageStack(home, library, engine, Settings())
    qtbot.addWidget(pages)
    pages.show_device(CPU)
    line = pages.plan.findChild(GpuLine)
    qtbot.waitUntil(lambda: not line.isHidden(), timeout=20_000)
    assert "NVIDIA GeForce RTX 3060" in line.sentence.text()

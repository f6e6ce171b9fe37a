"""One window for each data folder: a second start hands its files to the first and ends."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from huggingtweets_gui.library.paths import Home

_PATIENCE_MILLISECONDS = 1000


def hand_over(home: Home, files: Sequence[Path]) -> bool:
    """Give ``files`` to the window that is open on ``home``; return whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(_name(home))
    if not socket.waitForConnected(_PATIENCE_MILLISECONDS):
        return False
    message = json.dumps([str(path.absolute()) for path in files]) + "\n"
    socket.write(message.encode())
    socket.waitForBytesWritten(_PATIENCE_MILLISECONDS)
    socket.disconnectFromServer()
    return True


class Doorkeeper(QObject):
    """Answers further starts of the program on the same data folder.

    Signals:
        visited: the program was started again.
        brought: the paths that it was given, where there were any.
    """

    visited = Signal()
    brought = Signal(list)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        # What a killed process left behind would keep the name taken.
        QLocalServer.removeServer(_name(home))
        self._server.listen(_name(home))

    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        # The other one has written before this is called, or will at once.
        if not socket.canReadLine():
            socket.waitForReadyRead(_PATIENCE_MILLISECONDS)
        line = bytes(socket.readLine().data())
        socket.close()
        self.visited.emit()
        if paths := [Path(name) for name in json.loads(line or b"[]")]:
            self.brought.emit(paths)


def _name(home: Home) -> str:
    return f"huggingtweets-{hashlib.sha256(str(home.root).encode()).hexdigest()[:16]}"

"""How one gets an archive of one's tweets, in plain steps. Nothing is opened by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from huggingtweets_gui.window.theme import Space
from huggingtweets_gui.window.widgets import Label, primary_button

_STEPS = (
    "On x.com, open More, then Settings and privacy.",
    "Choose Your account, then Download an archive of your data.",
    "Confirm with your password and the code that is sent to you, then press Request archive.",
    "Wait: X prepares the archive and tells you when it is ready. That takes a day or more.",
    "Download the .zip on the same page, and drop it on this window as it is.",
)


class ArchiveHelp(QDialog):
    """The steps, numbered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("How do I get my archive?")
        self.setMinimumWidth(480)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(Label("Your tweets, from X", "heading"))
        steps = QGridLayout()
        steps.setHorizontalSpacing(Space.M)
        steps.setVerticalSpacing(Space.S)
        steps.setColumnStretch(1, 1)
        for number, step in enumerate(_STEPS, 1):
            steps.addWidget(Label(f"{number}", "strong"), number, 0, Qt.AlignmentFlag.AlignTop)
            steps.addWidget(Label(step, wrap=True), number, 1)
        layout.addLayout(steps)
        layout.addWidget(
            Label(
                "Only the tweets, the name and the picture in it are read. Older archives are fine too.",
                "soft",
                wrap=True,
            )
        )
        close = primary_button("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        layout.addLayout(buttons)

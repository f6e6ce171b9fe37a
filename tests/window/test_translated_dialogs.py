import os
import subprocess
import sys

import pytest

ASK = """
from PySide6.QtWidgets import QDialogButtonBox
from huggingtweets_gui.window.application import make_application
app = make_application()
box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
print(box.buttons()[0].text(), app.isLeftToRight())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no variable names the user's language")
@pytest.mark.parametrize(("language", "cancel"), [("C", "Cancel"), ("de_DE", "Abbrechen"), ("ar_EG", "ألغِ")])
def test_qts_own_dialogs_speak_the_users_language_and_nothing_is_turned_round(language, cancel):
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL")},
        **{"LC_ALL": f"{language}.UTF-8", "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"},
    }
    done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, encoding="utf-8")
    assert done.stdout.split() == [cancel, "True"]

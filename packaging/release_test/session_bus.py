"""A D-Bus session for the user in a root: an empty one, as the slimmest desktop has it."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from release_test.report import wait_for
from release_test.root import RUNTIME, USER_NUMBER, Root

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
    "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
_START_SECONDS = 20


@contextmanager
def session_bus(root: Root) -> Iterator[str]:
    """Run a session's bus outside of the root, and give its address as seen from inside."""
    socket = root.path / RUNTIME.lstrip("/") / "bus"
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as configuration:
        configuration.write(_CONFIGURATION.format(socket=socket))
        configuration.flush()
        Path(configuration.name).chmod(0o644)
        # It lets in only the user that it runs as.
        user = ["setpriv", f"--reuid={USER_NUMBER}", f"--regid={USER_NUMBER}", "--clear-groups"]
        bus = subprocess.Popen(
            [*user, "dbus-daemon", f"--config-file={configuration.name}", "--nofork"],
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for("the D-Bus session", socket.exists, _START_SECONDS)
            yield f"unix:path={RUNTIME}/bus"
        finally:
            bus.terminate()
            bus.wait()
            socket.unlink(missing_ok=True)

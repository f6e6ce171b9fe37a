"""Asking the engine about this computer."""

from collections.abc import Callable

from huggingtweets_gui import messages
from huggingtweets_gui.foundation.errors import UserError
from huggingtweets_gui.foundation.progress import Cancelled
from huggingtweets_gui.messages import CheckDevice, Describe, Device, DeviceWorks, End, Event, Failed, Job
from huggingtweets_gui.workflow.engine_client import EngineClient
from huggingtweets_gui.workflow.stopping import StopRequest


def describe(client: EngineClient, wanted: str, emit: Callable[[Event], None], stop: StopRequest) -> Device:
    """Return the device that ``wanted`` leads to, with the memory that is free there now.

    Args:
        client: the engine.
        wanted: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        emit: is told of whatever else happens meanwhile.
        stop: ends the waiting.

    Raises:
        UserError: DEVICE_UNAVAILABLE, or the engine's own failure.
        Cancelled: a stop was asked for.
    """
    found: list[Device] = []

    def note(event: Event) -> None:
        if isinstance(event, Device):
            found.append(event)
        else:
            emit(event)

    _run(client, Describe(device=wanted), note, stop)
    return found[0]


def check_device(
    client: EngineClient, wanted: str, emit: Callable[[Event], None], stop: StopRequest
) -> DeviceWorks:
    """Let a device do real training steps; the arguments are those of ``describe``.

    Raises:
        UserError: what is wrong with the device.
        Cancelled: a stop was asked for.
    """
    end = _run(client, CheckDevice(device=wanted), emit, stop)
    assert isinstance(end, DeviceWorks)
    return end


def _run(client: EngineClient, job: Job, emit: Callable[[Event], None], stop: StopRequest) -> End:
    match client.run(job, emit, stop):
        case Failed(code=code, sentence=sentence, advice=advice, details=details):
            raise UserError.in_words(code, sentence, advice, details)
        case messages.Cancelled():
            raise Cancelled
        case end:
            return end

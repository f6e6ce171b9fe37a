"""What crosses between the program and its engine, as one JSON object a line.

To the engine go *jobs* and *stops*, from it come *events*. Every job ends in exactly one ``End``:
the job's own kind of success, ``Cancelled`` or ``Failed``.

Losses are in nats a token, bits are bits a character (summed nats over ln 2, each tweet's end
counted, divided by the tweets' code points), times are in seconds, memory is in bytes, and
paths are strings.
"""

from huggingtweets_gui.messages.base import End, Event, Job, Message
from huggingtweets_gui.messages.ends import (
    Cancelled,
    Converted,
    Described,
    DeviceWorks,
    Failed,
    Generated,
    Trained,
)
from huggingtweets_gui.messages.events import (
    Alive,
    Answering,
    Begun,
    Checkpoint,
    Device,
    Estimate,
    Evaluation,
    Leaving,
    Notice,
    PackFailed,
    Phase,
    Reading,
    Ready,
    Sample,
    Samples,
    Silent,
    Step,
)
from huggingtweets_gui.messages.jobs import (
    HIGHEST_SEED,
    CheckDevice,
    ConvertStarter,
    Describe,
    Generate,
    Stop,
    StopKind,
    Train,
)
from huggingtweets_gui.messages.start import PACK_FAILURE_VARIABLE, PACK_VARIABLE
from huggingtweets_gui.messages.wire import decode, encode, from_dict, to_dict

__all__ = [
    "HIGHEST_SEED",
    "PACK_FAILURE_VARIABLE",
    "PACK_VARIABLE",
    "Alive",
    "Answering",
    "Begun",
    "Cancelled",
    "CheckDevice",
    "Checkpoint",
    "ConvertStarter",
    "Converted",
    "Describe",
    "Described",
    "Device",
    "DeviceWorks",
    "End",
    "Estimate",
    "Evaluation",
    "Event",
    "Failed",
    "Generate",
    "Generated",
    "Job",
    "Leaving",
    "Message",
    "Notice",
    "PackFailed",
    "Phase",
    "Reading",
    "Ready",
    "Sample",
    "Samples",
    "Silent",
    "Step",
    "Stop",
    "StopKind",
    "Train",
    "Trained",
    "decode",
    "encode",
    "from_dict",
    "to_dict",
]

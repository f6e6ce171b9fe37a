"""A stand-in for the engine: speaks its JSON lines and trains nothing.

What it does with a job hangs on the job itself, so that a test says what it wants by what it asks:
a training with seed 13 dies in the middle, one with seed 14 fails, one with seed 15 waits for a stop;
a writing of the prompt "wait" waits for a stop, one of "die" dies, one of "leave" is the last, one of "full"
finds too little memory; a check of "mps" finds it broken.
"""

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

from huggingtweets_gui.foundation.bot_layout import BotLayout
from huggingtweets_gui.messages import (
    Alive,
    Begun,
    Cancelled,
    CheckDevice,
    Checkpoint,
    Converted,
    ConvertStarter,
    Describe,
    Described,
    Device,
    DeviceWorks,
    End,
    Estimate,
    Evaluation,
    Failed,
    Generate,
    Generated,
    Leaving,
    Message,
    Notice,
    Phase,
    Ready,
    Sample,
    Samples,
    Step,
    Stop,
    StopKind,
    Train,
    Trained,
    decode,
    encode,
)

STEPS = 40
EVERY = 10
DIES, FAILS, WAITS = 13, 14, 15
_BEAT_SECONDS = 0.1  # more often than the engine, so that tests need not wait
_writing = threading.Lock()

_DEVICE = Device(
    device="cpu",
    name="Fake CPU",
    reason="There is no GPU.",
    precision="fp32",
    free_memory=8_000_000_000,
    total_memory=16_000_000_000,
    flops=2e13,
)


def _send(message: Message) -> None:
    with _writing:
        sys.stdout.write(encode(message) + "\n")
        sys.stdout.flush()


def _beat() -> None:
    while True:
        _send(Alive())
        time.sleep(_BEAT_SECONDS)


class _Metrics:
    """Sends what it is given, and writes it to the bot's metrics as the engine does."""

    def __init__(self, layout: BotLayout) -> None:
        self._layout = layout

    def send(self, message: Message) -> None:
        with self._layout.metrics.open("a", encoding="utf-8") as metrics:
            metrics.write(encode(message) + "\n")
        _send(message)

    def checkpoint(self, step: int) -> None:
        self._layout.checkpoint(step).mkdir(parents=True, exist_ok=True)
        _send(Checkpoint(step=step))


def _loss(step: int) -> float:
    return 2.0 + 4.0 / (1 + step / 5)


def _trained(job: Train, reason: str) -> Trained:
    return Trained(
        bot=job.bot,
        reason=reason,
        steps=STEPS,
        epochs=job.epochs,
        seconds=65.0,
        base_loss=6.2,
        base_bits=2.37,
        best_loss=4.11,
        best_bits=1.57,
        best_step=30,
        test_loss=4.15,
        test_bits=1.59,
        device="cpu",
        precision="fp32",
        weights_sha256="0" * 64,
    )


def _train(job: Train, stops: "SimpleQueue[Stop]") -> None:
    metrics = _Metrics(BotLayout(Path(job.bot)))
    first = STEPS // 2 if job.resume else 0
    _send(_DEVICE)
    _send(Phase(name="loading"))
    if not job.resume:
        _send(Estimate(step=0, loss=6.3, done=40, total=158))
        metrics.send(Evaluation(step=0, loss=6.2, bits=2.37, best=True))
    _send(Begun(step=first, steps=STEPS, epochs=job.epochs, parameters=135_000_000, training_tokens=31_400))
    for step in range(first + 1, STEPS + 1):
        if step == STEPS // 2:
            metrics.checkpoint(step)
        if job.seed == DIES and not job.resume and step == STEPS // 2:
            os._exit(9)
        if job.seed == FAILS and step == STEPS // 2:
            _send(Failed(code="out-of-memory", sentence="Not enough memory.", advice="Close other programs."))
            return
        if job.seed == WAITS and not job.resume and step == STEPS // 2:
            kind = stops.get().kind
            if kind is StopKind.KEEP:
                _send(_trained(job, "stopped"))
            else:
                _send(Cancelled(resumable_step=step if kind is StopKind.SUSPEND else None))
            return
        metrics.send(
            Step(
                step=step,
                steps=STEPS,
                progress=step / STEPS,
                epoch=step / STEPS,
                loss=_loss(step),
                learning_rate=1e-4,
                tokens_per_second=7940.0,
                seconds_left=float(STEPS - step),
                memory=2_400_000_000,
            )
        )
        if step % EVERY == 0:
            metrics.send(Evaluation(step=step, loss=_loss(step) + 1, bits=1.57, best=step < STEPS))
            texts = [f"My dream is sample {number} of {step}." for number in range(3)]
            metrics.send(Samples(step=step, texts=texts))
    _send(_trained(job, "complete"))


def _generate(job: Generate, stops: "SimpleQueue[Stop]") -> None:
    if job.prompt == "full":
        _send(Notice(text="The graphics card has too little memory: the processor writes instead."))
    for index in range(job.count):
        if job.prompt == "die":
            os._exit(9)
        if job.prompt == "wait" and index == 1:
            kind = stops.get().kind
            _send(Cancelled() if kind is StopKind.CANCEL else Generated(count=index, seconds=0.1))
            return
        _send(Sample(index=index, text=f"{job.prompt} a small boat, number {index}."))
    if job.prompt == "leave":
        _send(Leaving())
    _send(Generated(count=job.count, seconds=0.1))
    if job.prompt == "leave":
        threading.Event().wait()  # until its pipe closes


def _checked(device: str) -> End:
    if device == "mps":
        return Failed(code="device-wrong", sentence="Its results are wrong.", advice="Update its driver.")
    name, precision, flops = _DEVICE.name, _DEVICE.precision, _DEVICE.flops
    return DeviceWorks(device=device, name=name, precision=precision, flops=0.4 * flops, peak_flops=flops)


def main() -> None:
    """Serve jobs until the pipe closes."""
    jobs: SimpleQueue[Message | None] = SimpleQueue()
    stops: SimpleQueue[Stop] = SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            message = decode(line)
            if isinstance(message, Stop):
                stops.put(message)
            else:
                jobs.put(message)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    threading.Thread(target=_beat, daemon=True).start()
    _send(Ready(torch="0", transformers="0"))
    while True:
        match jobs.get():
            case Describe(device=device):
                _send(replace(_DEVICE, device="cpu" if device == "auto" else device))
                _send(Described())
            case CheckDevice(device=device):
                _send(_checked("cpu" if device == "auto" else device))
            case Train() as job:
                _train(job, stops)
            case Generate() as job:
                _generate(job, stops)
            case ConvertStarter():
                _send(Converted())


if __name__ == "__main__":
    main()

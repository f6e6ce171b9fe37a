"""What a service is connected to in a test of its own process."""

from huggingtweets_gui.messages import Job, Message, Step, StopKind


class NoMoreJobs(Exception):
    """Ends a service that has done its jobs."""


class Line:
    """A connection within the test: one job comes, which a stop may follow, and what is sent is kept."""

    def __init__(self, job: Job, stop: StopKind | None = None) -> None:
        self._job: Job | None = job
        self._stop = stop
        self.sent: list[Message] = []
        self.jobs = self

    def get(self) -> Job:
        if self._job is None:
            raise NoMoreJobs
        job, self._job = self._job, None
        return job

    def send(self, message: Message) -> None:
        self.sent.append(message)

    def should_stop(self) -> StopKind | None:
        return self._stop if any(isinstance(message, Step) for message in self.sent) else None

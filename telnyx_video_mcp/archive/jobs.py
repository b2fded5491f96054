"""What there is to do in the archive, and how far it is: one small value for each file."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from telnyx_video_mcp.api.archive import FAILED, SAVED, UNDER_WAY, VERIFIED, Copy, Original


@dataclass
class Job:
    """A file that is being saved or verified, or was.

    Args:
        compare: Whether it is to be read back after it was copied.
        named: Whether the path holds the name that a person shows.
        told: Whether a call has reported how it ended.
    """

    original: Original
    compare: bool = False
    state: str = UNDER_WAY
    path: str | None = None
    named: bool = False
    bytes: int = 0
    total: int | None = None
    problem: str | None = None
    compared: bool = False
    told: bool = False

    @property
    def safe(self) -> bool:
        """Whether the archive has it."""
        return self.state in {SAVED, VERIFIED}

    def heard(self, done: int, total: int | None) -> None:
        """Note how far it is."""
        self.bytes, self.total = done, total

    def failed(self, problem: str) -> None:
        """Note that it did not work."""
        self.state, self.problem = FAILED, problem

    def copy(self) -> Copy:
        """As a call reports it."""
        return Copy(
            self.original,
            self.state,
            self.path,
            self.bytes,
            self.total,
            self.problem,
            self.compared,
            self.named,
        )


@dataclass
class Jobs:
    """All jobs of a server, and the queue of those that nobody has begun.

    A job that ended well is remembered, so that a later call can say so without reading the file
    back once more. Only when a call asks for files that are all safe, and that was said before,
    are they read back.
    """

    known: dict[str, Job] = field(default_factory=dict)
    queue: deque[Job] = field(default_factory=deque)

    def wanted(self, originals: Sequence[Original], *, compare: bool) -> list[Job]:
        """The jobs for these files, in their order; what must be done is put into the queue."""
        found = [self.known.get(each.id) for each in originals]
        again = all(job and job.safe and job.told for job in found)
        jobs = []
        for original, known in zip(originals, found, strict=True):
            if known and known.state == UNDER_WAY:
                known.compare = known.compare or compare
                jobs.append(known)
            elif known and known.safe and (known.compared or not compare) and not again:
                jobs.append(known)
            else:
                job = self.known[original.id] = Job(original, compare)
                self.queue.append(job)
                jobs.append(job)
        return jobs

    def next(self) -> Job | None:
        """The next one to begin."""
        return self.queue.popleft() if self.queue else None

    def give_up(self, problem: str) -> None:
        """Let all that have not begun fail, because they would."""
        while job := self.next():
            job.failed(problem)

    def forget(self, jobs: Iterable[Job]) -> None:
        """Forget what will not be finished: the next call begins anew."""
        for job in jobs:
            if self.known.get(job.original.id) is job:
                del self.known[job.original.id]

"""Nothing is deleted before the archive has it: read back, and still there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from telnyx_video_mcp.api.archive import UNDER_WAY, Archive, Copy
from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.old_files import OldFile
from telnyx_video_mcp.video.words import count

ResultT = TypeVar("ResultT")
_TO_DELETE_SECS = 8.0


@dataclass(frozen=True)
class Safety:
    """Which files may be deleted: all, if none had to be saved first.

    Args:
        archive: Where they had to be saved.
        safe: The copies that were read back, by the ids of their files.
        unsafe: Why each of the others must stay.
    """

    archive: Archive | None = None
    safe: Mapping[str, Copy] = field(default_factory=dict)
    unsafe: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What was saved, as a sentence before others."""
        return f"{count(len(self.safe), 'file')} saved and verified. " if self.archive else ""

    async def holds(self, file: OldFile) -> bool:
        """Whether a file may be deleted now: its copy is still where it was read back."""
        return self.archive is None or await self.archive.has(self.safe[file.id])


def the_archive(api: Api) -> Archive:
    """The archive of this server.

    Raises:
        Refusal: It has none.
    """
    if api.archive is None:
        raise Refusal(
            "No archive is set. The server's administrator can set TELNYX_VIDEO_ARCHIVE to a "
            "folder or a bucket.",
            kind="not_configured",
        )
    return api.archive


def after_saving(plan: Plan[ResultT], archive: Archive) -> Plan[ResultT]:
    """A plan whose question says that the files are saved first."""
    first = f"Each is saved to {archive.where} and verified first; what cannot be saved stays."
    return replace(
        plan,
        question=f"{plan.question} {first}",
        facts={**plan.facts, "saved_first_to": archive.where},
    )


async def saved_first(api: Api, archive: Archive | None, files: Sequence[OldFile]) -> Safety:
    """Save these files and read them back; without an archive, all may be deleted."""
    if archive is None:
        return Safety()
    copies = await archive.keep(
        [each.original for each in files if each.original],
        seconds_left=lambda: api.seconds_left() - _TO_DELETE_SECS,
        progress=api.progress,
        compare=True,
    )
    safe = {each.original.id: each for each in copies if each.compared}
    unsafe = {each.original.id: _why(each) for each in copies if not each.compared}
    return Safety(archive, safe, unsafe)


def _why(copy: Copy) -> str:
    if copy.state == UNDER_WAY:
        return "It is still being saved, so it stays; call again later."
    return f"It is not safe in the archive, so it stays. {copy.problem or ''}".strip()

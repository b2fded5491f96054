"""Rooms whose names differ only in case and accents: both are there, and easily mistaken."""

from telnyx_video_mcp.api.call import LARGEST_PAGE, Api
from telnyx_video_mcp.api.errors import ApiError
from telnyx_video_mcp.api.models import Room
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.untrusted import plain
from telnyx_video_mcp.video import typed_names
from telnyx_video_mcp.video.rooms import LONGEST_NAME


async def note_twin(api: Api, created: Room) -> None:
    """Note other rooms whose names differ from a new one's only in case and accents.

    It costs one read, of the 250 newest rooms; where that fails, the room is there all the same.
    """
    name = created.unique_name
    if not name:
        return
    try:
        page = await api.page("/rooms", Room, page_size=LARGEST_PAGE)
    except (ApiError, Refusal):
        api.note("Whether a room of a similar name existed could not be read.")
        return
    named = [(each.unique_name, each) for each in page.items if each.unique_name]
    alike = [each for each in typed_names.alike(name, named) if each.id != created.id]
    if alike:
        names = ", ".join(repr(plain(str(each.unique_name), LONGEST_NAME)) for each in alike[:10])
        api.note(
            f"{'Another room has' if len(alike) == 1 else 'Other rooms have'} this name but for "
            f"case or accents: {names}. From now on each is found only by its exact name or its "
            "id."
        )

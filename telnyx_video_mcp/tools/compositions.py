"""Compositions: one video made of a session's recordings."""

from telnyx_video_mcp.api.call import Api
from telnyx_video_mcp.api.models import Page, RoomComposition
from telnyx_video_mcp.toolkit.plan import Plan
from telnyx_video_mcp.toolkit.results import record, result
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import tool
from telnyx_video_mcp.video import params, what_went, with_names, words
from telnyx_video_mcp.video.composing import people_on, what_to_compose
from telnyx_video_mcp.video.filters import given, matching
from telnyx_video_mcp.video.layouts import refuse_outside
from telnyx_video_mcp.video.old_files import slim
from telnyx_video_mcp.video.people import Person
from telnyx_video_mcp.video.questions import deletion_of_file, rooms_of_files
from telnyx_video_mcp.video.sessions import latest_session_filter
from telnyx_video_mcp.video.shown import ShownComposition
from telnyx_video_mcp.video.spans import Spans
from telnyx_video_mcp.video.what_went import Gone, described


@result
class NewComposition:
    """A composition that is being made: whether it has sound, and whom it shows, where known."""

    composition: RoomComposition = record()
    message: str | None = None
    sound: bool | None = None
    shows: list[Person] | None = None


@result
class CompositionDeleted:
    """Which composition is gone."""

    done: bool
    message: str
    composition_id: str
    gone: Gone


@tool(Risk.READ, title="List compositions", verify_with="list_compositions")
async def list_compositions(
    api: Api,
    session: params.SessionFilter | None = None,
    status: params.CompositionStatus | None = None,
    created_from: params.CreatedFrom | None = None,
    created_to: params.CreatedTo | None = None,
    include_links: params.IncludeLinks | None = None,
    page: params.PageNumber | None = None,
    page_size: params.PageSize | None = None,
) -> Page[ShownComposition]:
    """Compositions, newest first; get_composition brings a fresh link."""
    spans = Spans.of(created=(created_from, created_to))
    query = {
        **matching(status=status),
        **spans.query(),
        **matching(session_id=await latest_session_filter(api, session)),
    }
    path = "/room_compositions"
    found = await api.page(path, RoomComposition, query, page=page, page_size=page_size)
    found = spans.cut(api, found)
    return found.holding(await with_names.compositions(api, found.items, links=include_links))


@tool(Risk.READ, title="Get a composition", verify_with="list_compositions")
async def get_composition(api: Api, composition_id: params.CompositionId) -> ShownComposition:
    """One composition: enqueued, processing or completed, then with a fresh `download_url`, which
    works for about an hour and needs no key.
    """
    found = await api.get(f"/room_compositions/{composition_id}", RoomComposition)
    (shown,) = await with_names.compositions(api, [found], links=True)
    return shown


@tool(Risk.CREATE, title="Create a composition", verify_with="list_compositions")
async def create_composition(
    api: Api,
    session: params.SessionRef,
    format: params.CompositionFormat | None = None,  # noqa: A002 - the API's word
    resolution: params.Resolution | None = None,
    video_layout: params.VideoLayout | None = None,
    audio: params.Audio = True,  # noqa: FBT002 - a tool is called by argument names
    webhook_event_url: params.WebhookUrl | None = None,
    webhook_event_failover_url: params.WebhookFailoverUrl | None = None,
    webhook_timeout_secs: params.WebhookTimeout | None = None,
) -> NewComposition:
    """Makes one video of a finished session's recordings, with sound unless audio is false. A
    region shows video recordings (ids from list_recordings) in a grid. wait_for tells when it is
    done.
    """
    regions = {
        region.name: region.model_dump(exclude={"name"}, exclude_none=True)
        for region in video_layout or []
    }
    refuse_outside(regions, resolution)
    body = given(
        format=format,
        resolution=resolution,
        video_layout=regions or None,
        # Undocumented, but without it the video is silent; "*" is all it accepts.
        audio_sources=["*"] if audio else None,
        webhook_event_url=webhook_event_url,
        webhook_event_failover_url=webhook_event_failover_url,
        webhook_timeout_secs=webhook_timeout_secs,
    )
    body["session_id"], recordings = await what_to_compose(api, session)
    made = await api.post("/room_compositions", RoomComposition, body)
    shows = await people_on(api, recordings, regions)
    return NewComposition(
        made,
        message=_new(shows, sound=audio),
        sound=audio,
        shows=shows,
    )


def _new(shows: list[Person], *, sound: bool) -> str:
    heard = "sound" if sound else "no sound"
    people = words.people(len(shows))
    return f"The video has {heard} and shows {people}. wait_for tells when it is ready."


@tool(Risk.DESTROY, title="Delete a composition", verify_with="list_compositions")
async def delete_composition(
    api: Api, composition_id: params.CompositionId
) -> Plan[CompositionDeleted]:
    """Deletes one composition for good; the recordings it was made of stay. get_composition shows
    what it is.
    """
    path = f"/room_compositions/{composition_id}"
    found = await api.get(path, RoomComposition)
    files = slim("room_compositions", [found.model_copy(update={"id": composition_id})])
    names = await rooms_of_files(api, files)

    async def apply() -> CompositionDeleted:
        await api.delete(path)
        message = (
            f"The composition{described(found, names.get(found.room_id or ''))} is deleted; the "
            "recordings it was made of stay."
        )
        what = what_went.gone(files, names)
        return CompositionDeleted(
            done=True, message=message, composition_id=composition_id, gone=what
        )

    return deletion_of_file("composition", composition_id, found, names, apply)


TOOLS = (list_compositions, get_composition, create_composition, delete_composition)

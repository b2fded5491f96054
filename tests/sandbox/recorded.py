"""A finished session with all its files, and a client that fetches them without a key."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

import httpx

from tests.sandbox.driver import Driver


@dataclass(frozen=True)
class Recorded:
    """Links to one video track, one audio track and the composition, and their ids."""

    http: httpx.AsyncClient
    video: str
    audio: str
    composition: str
    video_id: str
    composition_id: str

    @property
    def links(self) -> tuple[str, str, str]:
        return self.video, self.audio, self.composition


async def recorded(api: Driver) -> Recorded:
    """Two people met for two minutes; their four tracks and one composition are ready."""
    room = api.room(enable_recording=True)
    people = [api.join(room, name) for name in ("Alice", "Bob")]
    api.world.advance(120)
    for _, person in people:
        api.world.leave(person)
    composition_id = api.world.create_composition({"session_id": people[0][0]})["id"]
    api.world.advance(20)
    tracks = api.world.list_recordings()
    video = next(each for each in tracks if each["type"] == "video")
    audio = next(each for each in tracks if each["type"] == "audio")
    return Recorded(
        api.without_key,
        video["download_url"],
        audio["download_url"],
        api.world.get_composition(composition_id)["download_url"],
        video["id"],
        composition_id,
    )


def refusal(reply: httpx.Response, status: int) -> dict[str, str | None]:
    """The elements of an error as S3 writes it."""
    assert (reply.status_code, reply.headers["content-type"]) == (status, "application/xml")
    root = ET.fromstring(reply.text)
    assert root.tag == "Error"
    return {element.tag: element.text for element in root}

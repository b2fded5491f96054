"""Layouts of a composition by a name, for the video there is. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from telnyx_video_mcp.api.models import RoomRecording
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.video.checks import SHORTEST_SIDE

Layout = Literal["auto", "full", "side_by_side", "picture_in_picture", "grid"]

WIDTH, HEIGHT = 1280, 720
_PIP_WIDTH, _PIP_HEIGHT, _PIP_MARGIN = 320, 180, 24


def fitting(layout: Layout, tracks: int) -> Layout:
    """The layout to take for so many tracks of video: what was asked, if it fits."""
    if tracks == 1:
        return "full"
    if layout == "auto":
        return "side_by_side" if tracks == 2 else "grid"  # noqa: PLR2004 - one beside the other
    return "grid" if layout == "full" else layout


def regions(layout: Layout, videos: Sequence[RoomRecording]) -> dict[str, Any]:
    """`video_layout` for a layout that fits; the longest recordings come first.

    Side by side and picture in picture show the two longest recordings, for a composition has two
    regions at most; a grid shows all.
    """
    ids = [each.id for each in sorted(videos, key=lambda each: -(each.duration_secs or 0))]
    whole = {"x_pos": 0, "y_pos": 0, "width": WIDTH, "height": HEIGHT}
    match layout:
        case "full":
            return {"main": {"video_sources": ids[:1], **whole}}
        case "side_by_side":
            half = {"y_pos": HEIGHT // 4, "width": WIDTH // 2, "height": HEIGHT // 2}
            return {
                "left": {"video_sources": ids[:1], "x_pos": 0, **half},
                "right": {"video_sources": ids[1:2], "x_pos": WIDTH // 2, **half},
            }
        case "picture_in_picture":
            corner = {
                "x_pos": WIDTH - _PIP_WIDTH - _PIP_MARGIN,
                "y_pos": HEIGHT - _PIP_HEIGHT - _PIP_MARGIN,
                "width": _PIP_WIDTH,
                "height": _PIP_HEIGHT,
            }
            return {
                "main": {"video_sources": ids[:1], **whole, "z_pos": 0},
                "pip": {"video_sources": ids[1:2], **corner, "z_pos": 1},
            }
    return {"grid": {"video_sources": ["*"], **whole}}


def refuse_outside(places: Mapping[str, Mapping[str, Any]], resolution: str | None) -> None:
    """Refuse regions that reach outside the picture; what is unset is left to Telnyx."""
    width, height = (int(side) for side in (resolution or f"{WIDTH}x{HEIGHT}").split("x"))
    for name, place in places.items():
        for start, side, most in (("x_pos", "width", width), ("y_pos", "height", height)):
            at, size = place.get(start, 0), place.get(side, SHORTEST_SIDE)
            if at < 0 or at + size > most:
                raise Refusal(
                    f"video_layout: the region {name!r} reaches outside the picture, which is "
                    f"{width}x{height}{'' if resolution else ' as resolution is unset'}: {start} "
                    f"must be at least 0, and {start} + {side} at most {most}."
                )


def shown(layout: Layout, tracks: int) -> int:
    """How many tracks a layout shows."""
    return {"full": 1, "side_by_side": 2, "picture_in_picture": 2}.get(layout, tracks)

"""Every parameter of the tools, described once.

Bounds, enumerations and formats are those of the published Telnyx OpenAPI document
(CreateRoomRequest, CreateRoomClientTokenRequest, CreateRoomCompositionRequest and the filters).
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from telnyx_video_mcp.toolkit.ceiling import Ceiling
from telnyx_video_mcp.toolkit.hints import AlsoCalled
from telnyx_video_mcp.toolkit.secrets import Secret
from telnyx_video_mcp.video import checks

_LONGEST_NAME = 255
"""Characters of a room's or person's name; Telnyx publishes no limit of its own."""
_LONGEST_TEXT = 5000
_LONGEST_URL = 2000

_Uuid = Annotated[str, Field(json_schema_extra={"format": "uuid"}), AfterValidator(checks.uuid)]
_Day = Annotated[str, Field(json_schema_extra={"format": "date"}), AfterValidator(checks.whole_day)]
_When = Annotated[str, AfterValidator(checks.day_or_time)]
_Url = Annotated[
    str,
    Field(json_schema_extra={"format": "uri"}, max_length=_LONGEST_URL),
    AfterValidator(checks.url),
]

# What a call is about

RoomRef = Annotated[
    str,
    Field(description="The room's id (UUID) or unique name.", max_length=_LONGEST_NAME),
    AfterValidator(checks.id_or_name),
    AlsoCalled("id", "room_id", "unique_name", "session"),
]
SessionRef = Annotated[
    str,
    Field(
        description="Session id (UUID), or a room's name: its active session, else its latest.",
        max_length=_LONGEST_NAME,
    ),
    AfterValidator(checks.id_or_name),
    AlsoCalled("id", "session_id", "room", "room_id"),
]
ActiveSessionRef = Annotated[
    str,
    Field(
        description="Session id (UUID), or a room's unique name: its active session.",
        max_length=_LONGEST_NAME,
    ),
    AfterValidator(checks.id_or_name),
    AlsoCalled("id", "session_id", "room", "room_id"),
]
ParticipantId = Annotated[
    _Uuid, Field(description="The participant's id (UUID)."), AlsoCalled("id")
]
RecordingId = Annotated[_Uuid, Field(description="The recording's id (UUID)."), AlsoCalled("id")]
CompositionId = Annotated[
    _Uuid, Field(description="The composition's id (UUID)."), AlsoCalled("id")
]

Entry = Annotated[str, Field(max_length=_LONGEST_NAME)]
"""An id or a name in a list of them."""
VisibleEntry = Annotated[Entry, AfterValidator(checks.name)]
"""The same, refused on its own where it is blank."""

# Pages

PageNumber = Annotated[int, Field(description="Which page, from 1.", ge=1)]
PageSize = Annotated[
    int,
    Field(description="Items per page; 20 if unset.", ge=1, le=250),
    AlsoCalled("limit", "per_page", "size"),
]

# Filters

RoomFilter = Annotated[
    str,
    Field(description="Only of this room: its id or unique name.", max_length=_LONGEST_NAME),
    AfterValidator(checks.id_or_name),
    AlsoCalled("room_id", "session"),
]
SessionFilter = Annotated[
    str,
    Field(
        description="Only of this session: its id, or a room's name for its active or latest one.",
        max_length=_LONGEST_NAME,
    ),
    AfterValidator(checks.id_or_name),
    AlsoCalled("session_id", "room", "room_id"),
]
ActiveSessionFilter = Annotated[
    str,
    Field(
        description="Only of this session: its id, or a room's name for its active one.",
        max_length=_LONGEST_NAME,
    ),
    AfterValidator(checks.id_or_name),
    AlsoCalled("session_id", "room", "room_id"),
]
ParticipantFilter = Annotated[_Uuid, Field(description="Only of this participant id.")]
NameFilter = Annotated[
    str,
    Field(description="Only the room of this unique name.", max_length=_LONGEST_NAME),
    AfterValidator(checks.name),
    AlsoCalled("name"),
]
ContextFilter = Annotated[
    str,
    Field(
        description="Only participants whose context is this text.",
        max_length=_LONGEST_TEXT,
        min_length=1,
    ),
]
Active = Annotated[bool, Field(description="true: going on now; false: ended.")]
CreatedFrom = Annotated[_When, Field(description="Created then or later: day or UTC time.")]
CreatedTo = Annotated[_When, Field(description="Created then or earlier: day or UTC time.")]
UpdatedFrom = Annotated[_When, Field(description="Updated then or later: day or UTC time.")]
UpdatedTo = Annotated[_When, Field(description="Updated then or earlier: day or UTC time.")]
EndedFrom = Annotated[_When, Field(description="Ended then or later: day or UTC time.")]
EndedTo = Annotated[_When, Field(description="Ended then or earlier: day or UTC time.")]
StartedFrom = Annotated[_When, Field(description="Started then or later: day or UTC time.")]
StartedTo = Annotated[_When, Field(description="Started then or earlier: day or UTC time.")]
JoinedFrom = Annotated[_When, Field(description="Joined then or later: day or UTC time.")]
JoinedTo = Annotated[_When, Field(description="Joined then or earlier: day or UTC time.")]
LeftFrom = Annotated[_When, Field(description="Left then or later: day or UTC time.")]
LeftTo = Annotated[_When, Field(description="Left then or earlier: day or UTC time.")]
EndedFromDay = Annotated[_Day, Field(description="Ended on this day or later.")]
EndedToDay = Annotated[_Day, Field(description="Ended on this day or earlier.")]
StartedFromDay = Annotated[_Day, Field(description="Started on this day or later.")]
StartedToDay = Annotated[_Day, Field(description="Started on this day or earlier.")]
RecordingStatus = Annotated[
    Literal["completed", "processing"], Field(description="Only in this state.")
]
CompositionStatus = Annotated[
    Literal["completed", "processing", "enqueued"], Field(description="Only in this state.")
]
RecordingType = Annotated[Literal["audio", "video"], Field(description="Only tracks of this type.")]
MinDuration = Annotated[
    int, Field(description="At least this many seconds long, as Telnyx documents it.", ge=0)
]

# What a read brings along

IncludeSessions = Annotated[bool, Field(description="Also list the sessions of each room.")]
IncludeParticipants = Annotated[
    bool, Field(description="Also list the participants of each session.")
]
IncludeLinks = Annotated[
    bool, Field(description="Also give `download_url`, which works for about an hour.")
]

# Fields of a room

UniqueName = Annotated[
    str,
    Field(description="Name of the room, unique in the account.", max_length=_LONGEST_NAME),
    AfterValidator(checks.new_name),
    AlsoCalled("name", "unique_name", "room"),
]
MaxParticipants = Annotated[
    int,
    Field(description="How many may be inside at once; 10 if never set.", ge=2, le=50),
    AlsoCalled("max"),
]
EnableRecording = Annotated[
    bool, Field(description="Record everybody: one audio and one video file each.")
]
WebhookUrl = Annotated[_Url, Field(description="Where Telnyx posts events.")]
WebhookFailoverUrl = Annotated[_Url, Field(description="Where it posts them if that fails.")]
NewWebhookUrl = Annotated[
    str,
    Field(description='Where Telnyx posts events; "" clears it.', max_length=_LONGEST_URL),
    AfterValidator(checks.url_or_empty),
]
NewWebhookFailoverUrl = Annotated[
    str,
    Field(description='Where it posts them if that fails; "" clears it.', max_length=_LONGEST_URL),
    AfterValidator(checks.url_or_empty),
]
WebhookTimeout = Annotated[int, Field(description="Seconds to wait for the webhook.", ge=0, le=30)]

# Client tokens

TokenTtl = Annotated[
    int,
    Field(description="Seconds until the token expires; {default} if unset.", ge=10, le=3600),
    Ceiling("max_token_ttl_secs", default=600),
]
RefreshTokenTtl = Annotated[
    int,
    Field(description="Seconds until the refresh token expires; 3600 if unset.", ge=60, le=86400),
]
IncludeRefreshToken = Annotated[
    bool, Field(description="Also return the refresh token; false if unset.")
]
RefreshToken = Annotated[
    str,
    Field(
        description="The refresh token that came with the client token.",
        max_length=_LONGEST_TEXT,
        min_length=1,
    ),
    Secret(),
]


# Compositions


class Region(BaseModel):
    """A part of the picture (VideoRegion)."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=_LONGEST_NAME)]
    video_sources: Annotated[
        list[str],
        Field(description='Ids of video recordings, or ["*"] for all.', min_length=1),
        AfterValidator(checks.video_sources),
    ]
    width: Annotated[int, Field(ge=16)] | None = None
    height: Annotated[int, Field(ge=16)] | None = None
    x_pos: int | None = None
    y_pos: int | None = None
    z_pos: Annotated[int, Field(ge=-99, le=99)] | None = None
    max_columns: Annotated[int, Field(ge=1, le=1000)] | None = None
    max_rows: Annotated[int, Field(ge=1, le=1000)] | None = None


CompositionFormat = Annotated[
    Literal["mp4"], Field(description="File format; mp4 is the only one.")
]
Resolution = Annotated[
    str,
    Field(description="WIDTHxHEIGHT in pixels; 1280x720 if unset and at most."),
    AfterValidator(checks.resolution),
]
VideoLayout = Annotated[
    list[Region],
    Field(description="One or two regions, with names of your choice.", min_length=1, max_length=2),
    BeforeValidator(checks.regions),
    AfterValidator(checks.named_differently),
]
Audio = Annotated[bool, Field(description="With sound; true if unset.")]

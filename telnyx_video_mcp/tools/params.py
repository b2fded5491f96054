"""Every parameter of the tools, described once.

Bounds, enumerations and formats are those of the published Telnyx OpenAPI document
(CreateRoomRequest, CreateRoomClientTokenRequest, CreateRoomCompositionRequest and the filters).
"""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from telnyx_video_mcp.toolkit.secrets import Secret
from telnyx_video_mcp.tools import checks

_UUID_FORMAT = {"format": "uuid"}
_DAY_FORMAT = {"format": "date"}
_URL_FORMAT = {"format": "uri"}

# What a call is about

RoomRef = Annotated[
    str,
    Field(description="The room's id (UUID) or unique name."),
    AfterValidator(checks.id_or_name),
]
SessionRef = Annotated[
    str,
    Field(description="Session id (UUID), or a room's unique name: its active session."),
    AfterValidator(checks.id_or_name),
]
ParticipantId = Annotated[
    str,
    Field(description="The participant's id (UUID).", json_schema_extra=_UUID_FORMAT),
    AfterValidator(checks.uuid),
]
RecordingId = Annotated[
    str,
    Field(description="The recording's id (UUID).", json_schema_extra=_UUID_FORMAT),
    AfterValidator(checks.uuid),
]
CompositionId = Annotated[
    str,
    Field(description="The composition's id (UUID).", json_schema_extra=_UUID_FORMAT),
    AfterValidator(checks.uuid),
]
Participants = Annotated[
    list[str],
    Field(description='Participant ids, or ["all"] for everyone present.', min_length=1),
    AfterValidator(checks.participants),
]
Exclude = Annotated[
    list[str],
    Field(description='Participant ids to spare; useful with ["all"].'),
    AfterValidator(checks.uuids),
]

# Pages

PageNumber = Annotated[int, Field(description="Which page, from 1.", ge=1)]
PageSize = Annotated[int, Field(description="Items a page; 20 if unset.", ge=1, le=250)]

# Filters

RoomFilter = Annotated[
    str,
    Field(description="Only of this room: its id or unique name."),
    AfterValidator(checks.id_or_name),
]
SessionFilter = Annotated[
    str,
    Field(description="Only of this session: its id, or a room's name for its active one."),
    AfterValidator(checks.id_or_name),
]
ParticipantFilter = Annotated[
    str,
    Field(description="Only of this participant id.", json_schema_extra=_UUID_FORMAT),
    AfterValidator(checks.uuid),
]
NameFilter = Annotated[
    str, Field(description="Only the room of this unique name."), AfterValidator(checks.name)
]
ContextFilter = Annotated[
    str, Field(description="Only participants whose context is this text.", min_length=1)
]
Active = Annotated[bool, Field(description="true: going on now; false: ended.")]
CreatedFrom = Annotated[
    str,
    Field(description="Created on this day or later.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
CreatedTo = Annotated[
    str,
    Field(description="Created on this day or earlier.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
UpdatedFrom = Annotated[
    str,
    Field(description="Updated on this day or later.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
UpdatedTo = Annotated[
    str,
    Field(description="Updated on this day or earlier.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
EndedFrom = Annotated[
    str,
    Field(description="Ended on this day or later.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
EndedTo = Annotated[
    str,
    Field(description="Ended on this day or earlier.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
StartedFrom = Annotated[
    str,
    Field(description="Started on this day or later.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
StartedTo = Annotated[
    str,
    Field(description="Started on this day or earlier.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
JoinedFrom = Annotated[
    str,
    Field(description="Joined on this day or later.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
JoinedTo = Annotated[
    str,
    Field(description="Joined on this day or earlier.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
LeftFrom = Annotated[
    str,
    Field(description="Left on this day or later.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
LeftTo = Annotated[
    str,
    Field(description="Left on this day or earlier.", json_schema_extra=_DAY_FORMAT),
    AfterValidator(checks.day),
]
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

# Fields of a room

UniqueName = Annotated[
    str, Field(description="Name of the room, unique in the account."), AfterValidator(checks.name)
]
MaxParticipants = Annotated[
    int, Field(description="How many may be inside at once; 10 if never set.", ge=2, le=50)
]
EnableRecording = Annotated[
    bool, Field(description="Record everybody: one audio and one video file each.")
]
WebhookUrl = Annotated[
    str,
    Field(description="Where Telnyx posts events.", json_schema_extra=_URL_FORMAT),
    AfterValidator(checks.url),
]
WebhookFailoverUrl = Annotated[
    str,
    Field(description="Where it posts them if that fails.", json_schema_extra=_URL_FORMAT),
    AfterValidator(checks.url),
]
NewWebhookUrl = Annotated[
    str,
    Field(description='Where Telnyx posts events; "" clears it.'),
    AfterValidator(checks.url_or_empty),
]
NewWebhookFailoverUrl = Annotated[
    str,
    Field(description='Where it posts them if that fails; "" clears it.'),
    AfterValidator(checks.url_or_empty),
]
WebhookTimeout = Annotated[int, Field(description="Seconds to wait for the webhook.", ge=0, le=30)]

# Client tokens

TokenTtl = Annotated[
    int, Field(description="Seconds until the token expires; 600 if unset.", ge=10, le=3600)
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
    Field(description="The refresh token that came with the client token.", min_length=1),
    Secret(),
]


# Compositions


class Region(BaseModel):
    """A part of the picture (VideoRegion)."""

    model_config = ConfigDict(extra="forbid")

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
    dict[str, Region],
    Field(description="One or two regions, by names of your choice.", min_length=1, max_length=2),
    BeforeValidator(checks.layout_given_as_text),
]
Audio = Annotated[bool, Field(description="With sound; true if unset.")]

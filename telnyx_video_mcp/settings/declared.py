"""The settings, each declared once: name, type, how it is read, what it means, default.

Environment variables, keys of the settings file, command-line options, what `check` reports and
the README's table follow from the declarations below.
"""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated

from telnyx_video_mcp.settings import archives, lists, values
from telnyx_video_mcp.settings.setting import Setting

PREFIX = "TELNYX_VIDEO_"


@dataclass(frozen=True)
class Settings:
    """The settings of a server. Keys are kept out of the representation."""

    api_key: Annotated[
        str | None,
        Setting(
            values.api_key,
            "the account's API v2 key",
            variable="TELNYX_API_KEY",
            secret=True,
        ),
    ] = None
    base_url: Annotated[
        str,
        Setting(
            values.base_url,
            "the URL of the API; plain http is accepted only for this machine",
            variable="TELNYX_BASE_URL",
        ),
    ] = "https://api.telnyx.com/v2"
    config: Annotated[
        Path | None,
        Setting(
            values.file,
            "a settings file in JSON, such as config.example.json",
            option="FILE",
            unset="none",
            in_file=False,
        ),
    ] = None
    sandbox: Annotated[
        bool,
        Setting(
            values.switch,
            "no account needed: the built-in sandbox answers instead of Telnyx",
            option="",
            limit=True,
        ),
    ] = False
    mode: Annotated[
        str,
        Setting(
            values.mode,
            "read: only look; operate: everything except deleting; full: everything",
            option="MODE",
            limit=True,
        ),
    ] = "full"
    rooms: Annotated[
        tuple[str, ...],
        Setting(
            lists.rooms,
            "room lock: the only rooms that may be used, by id or unique name",
            unset="all rooms",
            limit=True,
        ),
    ] = ()
    protected: Annotated[
        tuple[str, ...],
        Setting(
            lists.people,
            "participants who are never kicked or muted, by id or name",
            unset="nobody",
            limit=True,
        ),
    ] = ()
    max_token_ttl_secs: Annotated[
        int | None,
        Setting(
            values.Whole(10, 3600),
            "the longest that a client token may be valid, in seconds; 10 to 3600",
            unset="3600, the limit of Telnyx",
            limit=True,
        ),
    ] = None
    join_url: Annotated[
        str | None,
        Setting(
            values.join_url,
            "your join page, such as `https://meet.example.com/#room={room_id}&token={token}`",
            unset="none; guests get client tokens",
        ),
    ] = None
    audit_file: Annotated[
        Path | None,
        Setting(
            values.file,
            "a file that records each call in JSON; a call that writes adds a line before, too",
            unset="none",
            limit=True,
        ),
    ] = None
    archive: Annotated[
        Path | str | None,
        Setting(
            archives.archive,
            "where save_files copies files: a folder, or `s3://bucket/prefix`, `gs://…`, `az://…`",
            unset="none; save_files is not offered",
        ),
    ] = None
    confirm_key: Annotated[
        str | None,
        Setting(
            values.secret,
            "a secret of at least 16 characters, needed when several processes serve one client",
            unset="a random one in each process",
            secret=True,
        ),
    ] = None
    timeout_secs: Annotated[
        float,
        Setting(
            values.Seconds(1, 300),
            "the longest that a call may take with its retries, in seconds; 1 to 300",
        ),
    ] = 30.0
    shutdown_secs: Annotated[
        float,
        Setting(
            values.Seconds(0, 300),
            "how long running calls may take to finish at shutdown, in seconds; 0 to 300",
        ),
    ] = 10.0
    http_max_sessions: Annotated[
        int,
        Setting(
            values.Whole(1, 10_000),
            "how many client sessions may be open at once over HTTP; 1 to 10000",
        ),
    ] = 100
    http_idle_secs: Annotated[
        float,
        Setting(
            values.Seconds(10, 86_400),
            "after how many idle seconds a client session over HTTP is closed; 10 to 86400",
        ),
    ] = 1800.0
    log_level: Annotated[
        str,
        Setting(
            values.log_level,
            "DEBUG, INFO, WARNING or ERROR; logs go to stderr",
            option="LEVEL",
        ),
    ] = "WARNING"

    warnings: tuple[str, ...] = ()
    """What the user should know about how the settings were given; not a setting itself."""

    def __repr__(self) -> str:
        secret = {setting.key for setting in SETTINGS if setting.secret}
        shown = {
            name: "set" if value and name in secret else value for name, value in vars(self).items()
        }
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


SETTINGS: tuple[Setting, ...] = tuple(
    replace(
        declaration,
        key=field.name,
        default=field.default,
        variable=declaration.variable or PREFIX + field.name.upper(),
    )
    for field in fields(Settings)
    for declaration in getattr(field.type, "__metadata__", ())
)
"""The declarations, in the order of the fields."""

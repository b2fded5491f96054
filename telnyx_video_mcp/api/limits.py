"""What an administrator set for every call; guards hold it, tools may look at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of one server; empty and None mean no limit.

    Args:
        rooms: The only rooms that may be used, by id or unique name.
        protected: Participants, by id or name, who are never kicked or muted.
        max_token_ttl_secs: The longest a client token may last.
        join_url: A link to the join page, with `{room_id}` and `{token}` in it.
    """

    rooms: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    max_token_ttl_secs: int | None = None
    join_url: str | None = None

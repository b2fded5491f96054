"""What a tool can do to the account, stated once for each tool. Pure.

All that depends on it (annotations, and what later layers allow or ask) is derived here.
"""

from enum import Enum

from mcp_types import ToolAnnotations


class Risk(Enum):
    """From harmless to final."""

    READ = "read"
    """Looks only."""
    CREATE = "create"
    """Adds something; twice adds two."""
    CHANGE = "change"
    """Changes what exists, and can be changed back."""
    DISRUPT = "disrupt"
    """People notice at once: they are put out of a meeting."""
    DESTROY = "destroy"
    """Gone for good."""


def annotations(title: str, risk: Risk, *, idempotent: bool | None = None) -> ToolAnnotations:
    """All hints, since an unset destructive or open-world hint counts as true.

    `idempotent` overrides what the risk says. The world is open: results carry text that
    participants chose.
    """
    if idempotent is None:
        idempotent = risk is not Risk.CREATE
    return ToolAnnotations(
        title=title,
        read_only_hint=risk is Risk.READ,
        destructive_hint=risk in {Risk.DISRUPT, Risk.DESTROY},
        idempotent_hint=idempotent,
        open_world_hint=True,
    )

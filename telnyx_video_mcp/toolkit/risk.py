"""What a tool can do to the account, stated once for each tool. Pure.

What depends on it, annotations and visibility in a mode, is derived here.
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
    """People notice at once: they are removed from a meeting."""
    DESTROY = "destroy"
    """Gone for good."""


class Mode(Enum):
    """How far a server goes."""

    READ = "read"
    """Read tools only."""
    OPERATE = "operate"
    """Everything but what is gone for good."""
    FULL = "full"
    """Everything."""


def allowed(risk: Risk, mode: Mode) -> bool:
    """Whether a tool of this risk exists in this mode."""
    if mode is Mode.READ:
        return risk is Risk.READ
    return mode is Mode.FULL or risk is not Risk.DESTROY


def annotations(risk: Risk, *, idempotent: bool | None = None) -> ToolAnnotations:
    """The hints of a tool.

    An unset destructive or open-world hint counts as true, and some hosts want both spelled out.
    An unset idempotent hint counts as false, and means nothing for a tool that only reads. The
    world is open: results carry text that participants chose. `idempotent` overrides what the
    risk says.
    """
    if idempotent is None:
        idempotent = risk is not Risk.CREATE
    return ToolAnnotations(
        read_only_hint=risk is Risk.READ,
        destructive_hint=risk in {Risk.DISRUPT, Risk.DESTROY},
        idempotent_hint=(idempotent and risk is not Risk.READ) or None,
        open_world_hint=True,
    )

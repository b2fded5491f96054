"""Calls that a person must agree to, in a world where something may change meanwhile."""

import pytest

from telnyx_video_mcp.sandbox.world import World
from tests.cases import CASES, Case
from tests.guards.worlds import Meeting, meeting

ASKING = [case for case in CASES if case.meanwhile]
ON_ONE_FILE = [case for case in ASKING if any(name.endswith("_id") for name in case.arguments)]
"""What these affect can only be there or gone; of the others, more can come."""
OF_MANY = [case for case in ASKING if case not in ON_ONE_FILE]


def each(cases: list[Case]) -> pytest.MarkDecorator:
    """A test for each of these cases."""
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


def two_meetings(world: World, case: Case) -> tuple[Meeting, Meeting]:
    """The meeting that a call is about, and another one."""
    both = meeting(world, "weekly"), meeting(world, "other")
    for where in both:
        case.before(world, where)
    return both

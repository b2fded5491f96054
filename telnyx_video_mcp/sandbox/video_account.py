"""An account with everything that can happen in it: 25 operations, people, and files.

It stands below both what fills an account (`seed`) and what starts it over (`world`), so that
neither has to know the other.
"""

from telnyx_video_mcp.sandbox.compositions import Compositions
from telnyx_video_mcp.sandbox.files import Files
from telnyx_video_mcp.sandbox.recordings import Recordings
from telnyx_video_mcp.sandbox.rooms import Rooms
from telnyx_video_mcp.sandbox.tokens import Tokens


class VideoAccount(Rooms, Tokens, Recordings, Compositions, Files):
    """State, clock and rules; no HTTP.

    Every operation of the API is one method, named in its docstring by operation id; it returns
    what the API shows under `data` and raises `RefusedError` where the API answers an error.
    """

"""`tour`: a real MCP client drives this server over stdio through a whole meeting."""

async def run() -> int:
    """Print the meeting; returns the exit code."""
    return 0

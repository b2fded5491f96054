"""An MCP server for the Telnyx Video API."""

__version__ = "0.1.0"

"""How a Python function becomes a good MCP tool. Knows nothing of rooms."""

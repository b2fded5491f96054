"""The Telnyx Video API as Python: an async client with verbs, its errors, its records."""

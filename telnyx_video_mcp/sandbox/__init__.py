"""A stateful imitation of the Telnyx Video REST API, in memory: no account, no network."""

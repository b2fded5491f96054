"""What a person is asked before people are put out or things are gone for good.

One function for each tool that asks, of the tool's name and arguments: it looks up what the call
would do and never writes.
"""

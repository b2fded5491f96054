"""One file for each command, and the parser."""

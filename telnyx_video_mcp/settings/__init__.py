"""Each setting declared once, and how settings are read."""

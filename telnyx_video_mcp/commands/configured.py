"""The settings that a command works with, and the logging that they ask for."""

import argparse
import logging
import sys

from telnyx_video_mcp.commands.terminal import say
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.settings.loading import load_here


def configured(options: argparse.Namespace) -> Settings:
    """Load the settings of this process, pass on their warnings, and set up logging to stderr.

    Raises:
        SettingsError: With every problem of the settings.
    """
    settings = load_here(vars(options))
    for warning in settings.warnings:
        say(warning)
    # Libraries below only warn: their debugging output holds headers, tokens and links.
    logging.basicConfig(
        level=logging.WARNING,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        force=True,
    )
    logging.getLogger("telnyx_video_mcp").setLevel(settings.log_level)
    return settings

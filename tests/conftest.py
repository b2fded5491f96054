"""What holds for every test of the suite."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A slow or busy machine is no failure: an example may take as long as it needs, and so may making
# one. This is the only profile; a test that needs another number of examples says only that.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Keys, proxies and the terminal of the person who runs the tests must not matter. Removed here,
# and not in a fixture, because tests start processes and clients that read the environment.
_TERMINAL = {"COLUMNS", "LINES", "FORCE_COLOR", "NO_COLOR", "PYTHON_COLORS"}
for _name in list(os.environ):
    if (
        _name.upper().startswith("TELNYX_")
        or _name.upper().endswith("_PROXY")
        or _name in _TERMINAL
    ):
        del os.environ[_name]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"

from collections.abc import AsyncIterator

import pytest

from tests.confirmation.ways import TRANSPORTS, Way, way
from tests.hosting import ERAS, Era

WAYS = [(transport, era) for transport in TRANSPORTS for era in ERAS]


@pytest.fixture(scope="module", params=WAYS, ids=[f"{name}-{era}" for name, era in WAYS])
async def opened(request: pytest.FixtureRequest) -> AsyncIterator[Way]:
    """One process for each transport and era; a start costs more than fifty calls."""
    transport: str
    era: Era
    transport, era = request.param
    async with way(transport, era) as reached:
        yield reached


@pytest.fixture
async def host(opened: Way) -> Way:
    await opened.reset()
    return opened

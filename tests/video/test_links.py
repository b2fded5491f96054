"""When a download link stops working, as the link itself tells it."""

import pytest

from telnyx_video_mcp.video.links import expires_at


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            "https://b.s3.aws/x?X-Amz-Date=20261122T120000Z&X-Amz-Expires=3600",
            "2026-11-22T13:00:00Z",
        ),
        ("https://b/x?x-amz-expires=60&x-amz-date=20261231T235930Z", "2027-01-01T00:00:30Z"),
        ("https://b/x?Signature=s&Expires=1795348800", "2026-11-22T12:00:00Z"),
        ("https://b/x", None),
        ("https://b/x?X-Amz-Expires=3600", None),
        ("https://b/x?X-Amz-Date=yesterday&X-Amz-Expires=3600", None),
        ("https://b/x?Expires=soon", None),
        ("https://b/x?Expires=99999999999999999999", None),
        ("https://[b/x?Expires=1795348800", None),
        ("", None),
        (None, None),
    ],
)
def test_a_link_tells_when_it_expires_or_nothing_is_said(
    link: str | None, expected: str | None
) -> None:
    assert expires_at(link) == expected

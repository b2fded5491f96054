"""Download links: what a link itself tells. Pure."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from telnyx_video_mcp.video.timestamps import iso

_TIME = "%Y%m%dT%H%M%SZ"


def expires_at(link: str | None) -> str | None:
    """When a link stops working, as ISO 8601 in UTC; None where it does not say.

    S3 signs links with ``X-Amz-Date`` and ``X-Amz-Expires`` (seconds), or, as CloudFront does, with
    ``Expires`` (seconds since 1970).
    """
    try:
        query = {name.lower(): values[-1] for name, values in _query(link or "").items()}
        if "x-amz-expires" in query:
            signed = datetime.strptime(query["x-amz-date"], _TIME).replace(tzinfo=UTC)
            return iso(signed + timedelta(seconds=int(query["x-amz-expires"])))
        return iso(datetime.fromtimestamp(int(query["expires"]), UTC))
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def _query(link: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link).query)

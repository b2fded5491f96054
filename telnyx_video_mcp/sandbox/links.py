"""Download links: signed for an hour, as S3 pre-signs them.

The names of the query parameters are those of S3's signature version 4, so that a client may read
from the link itself when it expires. The signature is the sandbox's own: nobody but the sandbox
can make or check it, as with the real one.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from hmac import compare_digest

from telnyx_video_mcp.sandbox.s3_refusals import S3RefusedError, access_denied

MEDIA = "/media"
SUFFIXES = {"video": ".webm", "audio": ".webm", "composition": ".mp4"}
_LIVES_SECS = "3600"
_TIME = "%Y%m%dT%H%M%SZ"
_ALGORITHM = "AWS4-HMAC-SHA256"
_SIGNATURE = "X-Amz-Signature"
_SIGNED = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
)


def file_path(kind: str, record_id: str) -> str:
    """Where the file of a recording (`video`, `audio`) or of a `composition` is."""
    folder = "compositions" if kind == "composition" else "recordings"
    return f"{MEDIA}/{folder}/{record_id}{SUFFIXES[kind]}"


class LinkSigner:
    """Signs paths, and knows its own signatures again. Another signer's are forgeries."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def query(self, path: str, now: datetime) -> str:
        """The query string that opens `path` from `now` on, for an hour; never the same twice."""
        time = now.strftime(_TIME)
        holder = f"SANDBOX{secrets.token_hex(6).upper()}/{time[:8]}/us-east-1/s3/aws4_request"
        signature = self._signature(path, (_ALGORITHM, holder, time, _LIVES_SECS, "host"))
        return (
            f"X-Amz-Algorithm={_ALGORITHM}&X-Amz-Credential={holder.replace('/', '%2F')}"
            f"&X-Amz-Date={time}&X-Amz-Expires={_LIVES_SECS}&X-Amz-SignedHeaders=host"
            f"&{_SIGNATURE}={signature}"
        )

    def check(self, path: str, sent: list[tuple[str, str]], now: datetime) -> None:
        """Pass if these query parameters open `path` at `now`; `S3RefusedError` (403) if not."""
        query = dict(sent)
        if _SIGNATURE not in query:
            raise access_denied("Access Denied")
        signature = query.pop(_SIGNATURE)
        whole = len(sent) == len(_SIGNED) + 1 and set(query) == set(_SIGNED)
        said = [query.get(name, "") for name in _SIGNED]
        if not whole or not compare_digest(
            signature.encode(), self._signature(path, said).encode()
        ):
            raise S3RefusedError(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. "
                "Check your key and signing method.",
            )
        signed_at = datetime.strptime(query["X-Amz-Date"], _TIME).replace(tzinfo=UTC)
        expires = signed_at + timedelta(seconds=int(query["X-Amz-Expires"]))
        if now >= expires:
            raise access_denied(
                "Request has expired",
                {
                    "X-Amz-Expires": query["X-Amz-Expires"],
                    "Expires": f"{expires:%Y-%m-%dT%H:%M:%SZ}",
                    "ServerTime": f"{now:%Y-%m-%dT%H:%M:%SZ}",
                },
            )

    def _signature(self, path: str, said: Iterable[str]) -> str:
        # Keyed BLAKE2 rather than HMAC: a list of thousands of recordings signs a link for each.
        text = "\n".join((path, *said))
        return blake2b(text.encode(), key=self._secret, digest_size=32).hexdigest()

"""How the store of the files says no: in XML, as S3 does, unlike the API's JSON."""

from uuid import uuid4
from xml.sax.saxutils import escape

from starlette.responses import Response

FAULTS = {
    403: ("AccessDenied", "Access Denied"),
    404: ("NoSuchKey", "The specified key does not exist."),
    500: ("InternalError", "We encountered an internal error. Please try again."),
    503: ("SlowDown", "Please reduce your request rate."),
}


class S3RefusedError(Exception):
    """A download that is refused: HTTP `status`, S3 `code`, words, and what else S3 says.

    `elements` are further elements in the document, `headers` those of the reply.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        elements: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.elements = elements or {}
        self.headers = headers or {}

    def reply(self) -> Response:
        """The XML document with its status."""
        elements = {
            "Code": self.code,
            "Message": self.message,
            **self.elements,
            "RequestId": uuid4().hex[:16].upper(),
        }
        inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements.items())
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inside}</Error>'
        # As a header: to a media type of its own Starlette adds a charset, which S3 does not send.
        sent = {name.lower(): text for name, text in self.headers.items()}
        return Response(body, self.status, {"content-type": "application/xml", **sent})


def access_denied(message: str, elements: dict[str, str] | None = None) -> S3RefusedError:
    """No link, or one that is over."""
    return S3RefusedError(403, "AccessDenied", message, elements)


def no_such_key(path: str) -> S3RefusedError:
    """A file that was deleted since the link was signed."""
    key = path.lstrip("/")
    return S3RefusedError(404, *FAULTS[404], {"Key": key})


def two_credentials() -> S3RefusedError:
    """A link and a key in one request. S3 does not choose, and the key is not meant for it."""
    return S3RefusedError(
        400,
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
        "query string parameter or the Authorization header should be specified",
        {"ArgumentName": "Authorization"},
    )


def wrong_method(method: str) -> S3RefusedError:
    """Neither GET nor HEAD."""
    return S3RefusedError(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        {"Method": method},
    )


def not_satisfiable(asked: str, size: int) -> S3RefusedError:
    """A range that begins after the end."""
    return S3RefusedError(
        416,
        "InvalidRange",
        "The requested range is not satisfiable",
        {"RangeRequested": asked, "ActualObjectSize": str(size)},
        {"content-range": f"bytes */{size}"},
    )


def ordered_failure(status: int, headers: dict[str, str]) -> S3RefusedError:
    """What a fault answers when no body was ordered."""
    code, message = FAULTS.get(status, ("SandboxFault", "This failure was ordered."))
    return S3RefusedError(status, code, message, headers=headers)

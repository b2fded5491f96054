"""How the API says no: one exception, and a function for each reason the sandbox has.

Codes and their HTTP statuses are those of Telnyx's public error documentation. The platform reuses
them loosely, so a client does well to branch on the status alone.
"""

from telnyx_video_mcp.sandbox.records import Json


class RefusedError(Exception):
    """A request the API refuses: HTTP `status`, Telnyx `code`, and words for people."""

    def __init__(
        self, status: int, code: str, title: str, detail: str, source: Json | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.source = source

    def body(self) -> Json:
        """The platform's error envelope; `source` is present, empty when nothing is to blame."""
        error = {
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "source": self.source or {},
            "meta": {"url": f"https://developers.telnyx.com/docs/overview/errors/{self.code}"},
        }
        return {"errors": [error]}


def unauthenticated() -> RefusedError:
    """No key, or one the platform does not know."""
    return RefusedError(
        401, "10009", "Authentication failed", "The required authentication headers were invalid."
    )


def forbidden(detail: str) -> RefusedError:
    """Known, but not allowed."""
    return RefusedError(403, "10010", "Authorization failed", detail)


def not_found() -> RefusedError:
    """Whatever the path names does not exist."""
    return RefusedError(
        404, "10005", "Resource not found", "The requested resource or URL could not be found."
    )


def unknown(detail: str) -> RefusedError:
    """What a control names does not exist; the API itself never says more than `not_found`."""
    return RefusedError(404, "10005", "Resource not found", detail)


def shown(value: str, at_most: int = 60) -> str:
    """What somebody sent, as it may be repeated."""
    return repr(value if len(value) <= at_most else f"{value[:at_most]}…")


def missing(name: str) -> RefusedError:
    """A body without a field that it needs."""
    return RefusedError(
        422,
        "10004",
        "Missing required parameter",
        f"The '{name}' parameter is required.",
        {"pointer": f"/{name}"},
    )


def malformed(detail: str, *, pointer: str) -> RefusedError:
    """A body field of the wrong type, form or size; `pointer` is a JSON pointer to it."""
    return RefusedError(422, "10015", "Invalid parameter", detail, {"pointer": pointer})


def malformed_query(detail: str, parameter: str) -> RefusedError:
    """A query parameter of the wrong form or size."""
    return RefusedError(422, "10015", "Invalid parameter", detail, {"parameter": parameter})


def duplicate(name: str, pointer: str) -> RefusedError:
    """A unique name that is taken."""
    return RefusedError(
        422,
        "10012",
        "Duplicate resource",
        f"'{name}' has already been taken.",
        {"pointer": pointer},
    )


def refers_to_nothing(detail: str, pointer: str) -> RefusedError:
    """A well-formed id of something that does not exist, or not there."""
    return RefusedError(422, "10017", "Invalid reference", detail, {"pointer": pointer})


def session_is_over() -> RefusedError:
    """What the platform answers to moderation once the media server of a session is gone."""
    return RefusedError(422, "10015", "Unprocessable entity", "No private_ip for room")


def unreadable_body(detail: str) -> RefusedError:
    """A body that is not a JSON object."""
    return RefusedError(400, "10015", "Bad request", detail)


def wrong_method(method: str) -> RefusedError:
    """A path that exists, asked with a method that it does not answer."""
    return RefusedError(
        405, "10015", "Method not allowed", f"The method {method} is not allowed here."
    )

"""Client tokens: strings that look like the platform's JWTs and expire by the world's clock."""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Literal

from telnyx_video_mcp.sandbox import fields
from telnyx_video_mcp.sandbox.account import Account, find, new_id
from telnyx_video_mcp.sandbox.records import Json, Token
from telnyx_video_mcp.sandbox.refusals import forbidden, missing

TOKEN_FIELDS: dict[str, fields.Check] = {
    "token_ttl_secs": fields.integer(10, 3600),
    "refresh_token_ttl_secs": fields.integer(60, 86400),
}
REFRESH_FIELDS: dict[str, fields.Check] = {
    "token_ttl_secs": fields.integer(10, 3600),
    "refresh_token": fields.text,
}


class Tokens(Account):
    """Issuing and refreshing. Nothing revokes a token."""

    def create_client_token(self, room_id: str, body: Json) -> Json:
        """CreateRoomClientToken: a token to join one room, and one to refresh it with."""
        room = find(self.rooms, room_id)
        ttls = fields.given(body, TOKEN_FIELDS)
        access = self._issue("access", room.id, ttls.get("token_ttl_secs", 600))
        refresh = self._issue("refresh", room.id, ttls.get("refresh_token_ttl_secs", 3600))
        return {
            "token": access.token,
            "token_expires_at": _whole_second(access.expires_at),
            "refresh_token": refresh.token,
            "refresh_token_expires_at": _whole_second(refresh.expires_at),
        }

    def refresh_client_token(self, room_id: str, body: Json) -> Json:
        """RefreshRoomClientToken: a new token and nothing else.

        Refused with 403 when the refresh token is unknown, expired or of another room.
        """
        room = find(self.rooms, room_id)
        if "refresh_token" not in body:
            raise missing("refresh_token")
        sent = fields.given(body, REFRESH_FIELDS)
        known = self.tokens.get(sent["refresh_token"])
        if known is None or known.kind != "refresh" or known.room_id != room.id:
            raise forbidden("The refresh token is not valid for this room.")
        if known.expires_at <= self.now():
            raise forbidden("The refresh token has expired.")
        access = self._issue("access", room.id, sent.get("token_ttl_secs", 600))
        return {"token": access.token, "token_expires_at": _whole_second(access.expires_at)}

    def _issue(self, kind: Literal["access", "refresh"], room_id: str, ttl_secs: int) -> Token:
        issued = self.now().replace(microsecond=0)
        expires = issued + timedelta(seconds=ttl_secs)
        token = Token(kind, room_id, _jwt(kind, room_id, self.user_id, issued, expires), expires)
        self.tokens[token.token] = token
        return token


def _jwt(kind: str, room_id: str, user_id: str, issued: datetime, expires: datetime) -> str:
    """The claims of the published example. The signature is noise: nobody here checks it."""
    issued_at = int(issued.timestamp())
    claims = {
        "aud": "telnyx_access_token",
        "exp": int(expires.timestamp()),
        "grants": [
            {
                "actions": ["join"],
                "resources": [f"telnyx:video:rooms:{room_id}"],
                "subjects": [f"telnyx:users:{user_id}"],
            }
        ],
        "grants_version": "1.0.0",
        "iat": issued_at,
        "iss": "telnyx_access_token",
        "jti": new_id(),
        "nbf": issued_at - 1,
        "sub": "null",
        "typ": kind,
    }
    parts = (_compact({"alg": "EdDSA", "typ": "JWT"}), _compact(claims), secrets.token_bytes(64))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def _compact(value: Json) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _whole_second(moment: datetime) -> str:
    """Token times have no fraction, as in the published example; they equal the `exp` claim."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

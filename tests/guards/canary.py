"""A key that is recognised wherever it turns up."""

CANARY = "KEYc4n4ry_Y3ll0wB1rdInTh3M1n3_0199af3c"
PARTS = (CANARY, CANARY[3:20], CANARY[-16:])
"""The key and recognisable parts of it: half a key is a secret as well."""


def clean(text: str, where: str) -> None:
    for part in PARTS:
        assert part not in text, where

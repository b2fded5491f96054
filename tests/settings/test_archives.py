"""The setting `archive`: a folder or a bucket, checked by its form before anything is opened."""

from pathlib import Path

import pytest

from telnyx_video_mcp.settings.archives import archive


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("/data/archive", Path("/data/archive")),
        ("archive", Path("archive")),
        ("~/archive", Path("~/archive").expanduser()),
        ("C:\\archive", Path("C:\\archive")),
        ("C:/archive", Path("C:/archive")),
        ("s3://bucket", "s3://bucket"),
        ("S3://bucket/a b/c/", "s3://bucket/a b/c"),
        ("gs://bucket/prefix", "gs://bucket/prefix"),
        ("az://container", "az://container"),
    ],
)
def test_folders_and_buckets_are_told_apart(given: str, read: Path | str) -> None:
    assert archive(given) == read


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("", "not empty"),
        (7, "must be text"),
        ("ftp://host/x", "ftp:// is none of them"),
        ("https://bucket.s3.amazonaws.com/x", "https:// is none of them"),
        ("s3://", "it names no bucket"),
        ("s3:///x", "it names no bucket"),
        ("s3:/bucket", "it names no bucket"),
        ("s3://key:secret@bucket/x", "credentials are read from the environment"),
        ("s3://bucket/x?region=y", "nothing more"),
        ("s3://bucket/a//b", "empty part"),
        ("s3://bucket/../b", "dots only"),
        ("a\x00b", "unprintable"),
    ],
)
def test_a_mistake_is_told_without_its_secrets(given: object, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as raised:
        archive(given)
    assert "secret@" not in str(raised.value)

"""Makes the three files that the sandbox serves as recordings and compositions.

Needs `ffmpeg` with libvpx, libopus and libx264, as Debian packages it. The same ffmpeg makes the
same bytes; another version may make others, which are as good. Run it only to change the media:

    python scripts/make_sandbox_media.py

Afterwards it decodes each file and prints its size.
"""

import subprocess
from pathlib import Path

MEDIA = Path(__file__).parents[1] / "telnyx_video_mcp" / "sandbox" / "media"
MOST_BYTES = 60_000
SECS = "4"

PICTURE = ("-f", "lavfi", "-i", "testsrc=size=320x180:rate=10")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000")
VP8 = ("-c:v", "libvpx", "-b:v", "24k", "-g", "40", "-threads", "1", "-auto-alt-ref", "0")
OPUS = ("-c:a", "libopus", "-b:a", "16k", "-ac", "1")
H264 = ("-c:v", "libx264", "-crf", "34", "-pix_fmt", "yuv420p", "-threads", "1")
AAC = ("-c:a", "aac", "-b:a", "24k", "-ac", "1")
# The sandbox replaces this id with the one of the recording or composition that it serves.
TITLE = ("-metadata", "title=00000000-0000-4000-8000-000000000000")
# Without times of writing, versions of the encoder, and random ids of tracks.
SAME_BYTES = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact")

FILES: dict[str, tuple[str, ...]] = {
    "video.webm": (*PICTURE, *VP8),
    "audio.webm": (*SOUND, *OPUS),
    "composition.mp4": (*PICTURE, *SOUND, *H264, *AAC, "-movflags", "+faststart"),
}


def main() -> None:
    """Make them, decode them, and say how large they are."""
    MEDIA.mkdir(exist_ok=True)
    for name, arguments in FILES.items():
        path = MEDIA / name
        _ffmpeg(*arguments, *SAME_BYTES, *TITLE, "-t", SECS, str(path))
        _ffmpeg("-i", str(path), "-f", "null", "-")
        print(f"{name}: {path.stat().st_size:,} bytes")
    total = sum((MEDIA / name).stat().st_size for name in FILES)
    if total > MOST_BYTES:
        raise SystemExit(f"{total:,} bytes in all; {MOST_BYTES:,} is the most a wheel should carry")


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-y", "-hide_banner", "-loglevel", "error", *arguments], check=True)


if __name__ == "__main__":
    main()

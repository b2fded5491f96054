"""The steps of `scripts/archive_check`: MOTO_SERVER FOLDER MEGABYTES."""

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import obstore
from mcp.client import Client
from obstore.store import LocalStore, S3Store

PROGRAM = Path(sys.executable).with_name("telnyx-video-mcp")
BUCKET = "recordings"
ROOM = "support-desk"  # its latest session in the demo world has eight recordings
FILES, FEW = 8, 3
MB = 1_000_000
Store = LocalStore | S3Store


@contextmanager
def process(*command: object, says: str = "", **variables: str) -> Iterator[tuple[Any, str]]:
    """A process that is ended by its own id, and the part of its stderr that `says` captures."""
    environ = {**os.environ, **variables}
    output = subprocess.PIPE if says else subprocess.DEVNULL
    started = subprocess.Popen(
        list(map(str, command)), env=environ, stdout=subprocess.DEVNULL, stderr=output, text=True
    )
    said = ""
    try:
        while says and started.stderr and not said:
            line = started.stderr.readline()
            if not line:
                raise SystemExit(f"{command[0]} ended with {started.wait()}")
            said = match[1] if (match := re.search(says, line)) else ""
        yield started, said
    finally:
        if started.poll() is None:
            started.terminate()
        started.wait()


@contextmanager
def s3(moto_server: str) -> Iterator[dict[str, str]]:
    """A bucket, and the variables that lead to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with process(moto_server, "-H", "127.0.0.1", "-p", port):
        for _ in range(100):
            try:
                httpx.put(f"{address}/{BUCKET}")
                break
            except httpx.ConnectError:
                time.sleep(0.2)
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "check",
            "AWS_SECRET_ACCESS_KEY": "check",
        }


@asynccontextmanager
async def server(variables: dict[str, str]) -> AsyncIterator[tuple[Any, Client]]:
    """A server process over HTTP with a client."""
    serving = process(
        PROGRAM, "serve", "--http", "127.0.0.1:0", says=r"serving MCP at (\S+)", **variables
    )
    with serving as (started, url):
        async with Client(url, cache=None) as client:
            yield started, client


async def save(client: Client, **arguments: Any) -> dict[str, Any]:
    """One call of save_files; nothing may fail."""
    result = await client.call_tool("save_files", arguments or {"session": ROOM})
    document = dict(result.structured_content or {})
    if result.is_error or document.get("failed"):
        raise SystemExit(json.dumps(document, ensure_ascii=False))
    return document


async def save_all(client: Client) -> tuple[dict[str, Any], int]:
    """Call until nothing is under way: the last answer, and how many calls it took."""
    calls = 0
    while True:
        calls += 1
        document = await save(client)
        if not document.get("under_way"):
            return document, calls


def memory(pid: int, field: str) -> float:
    """Megabytes of a process: VmRSS now, VmHWM at most."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(rf"{field}:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / MB if found else 0.0


async def verify(store: Store) -> str:
    """Compare every file with the manifest, by other code than that of the server."""
    listed = [each["path"] for page in obstore.list(store) for each in page]
    (path,) = [each for each in listed if each.endswith("manifest.json")]
    document = json.loads(bytes((await obstore.get_async(store, path)).bytes()))
    size = 0
    for entry in document["files"]:
        sha = hashlib.sha256()
        found = await obstore.get_async(store, f"{path.rpartition('/')[0]}/{entry['name']}")
        async for piece in found.stream():
            sha.update(piece)
            size += len(piece)
        if sha.hexdigest() != entry["sha256"]:
            raise SystemExit(f"{entry['name']} is not what the manifest says")
    strangers = len(listed) - len(document["files"]) - 1
    if len(document["files"]) != FILES or strangers:
        raise SystemExit(f"{len(document['files'])} files in the manifest, {strangers} strangers")
    return f"8 files, {size / MB:.0f} MB, as the manifest says, and nothing else"


def saved_in(store: Store) -> int:
    """How many recordings are there under their final names."""
    return sum(each["path"].endswith(".webm") for page in obstore.list(store) for each in page)


def halves(store: Store, size: int) -> int:
    """How many files under their final names are not whole."""
    listed = [each for page in obstore.list(store) for each in page]
    return sum(each["path"].endswith(".webm") and each["size"] != size for each in listed)


async def check(kind: str, variables: dict[str, str], open_store: Any, size: int) -> None:
    """All steps against one archive; `open_store` opens a part of it."""

    def at(part: str) -> dict[str, str]:
        return {**variables, "TELNYX_VIDEO_ARCHIVE": f"{variables['TELNYX_VIDEO_ARCHIVE']}/{part}"}

    async with server(at("one")) as (started, client):
        await save(client, session=ROOM, include="composition")  # imports and connections
        before, began = memory(started.pid, "VmRSS"), time.monotonic()
        _, calls = await save_all(client)
        secs = time.monotonic() - began
        grown = memory(started.pid, "VmHWM") - before
        rate = FILES * size / MB / secs
        print(
            f"{kind}: saved in {secs:.1f} s, {rate:.0f} MB/s, {calls} calls; "
            f"memory grew by {grown:.1f} MB at most"
        )
        began = time.monotonic()
        document, calls = await save_all(client)
        secs = time.monotonic() - began
        print(f"{kind}: verified {document.get('verified')} in {secs:.1f} s, {calls} calls")
    print(f"{kind}: {await verify(open_store('one'))}")

    store = open_store("killed")
    async with anyio.create_task_group() as tasks:
        serving = process(
            PROGRAM, "serve", "--http", "127.0.0.1:0", says=r"MCP at (\S+)", **at("killed")
        )
        with serving as (started, url):

            async def call() -> None:
                try:
                    async with Client(url, cache=None) as client:
                        await save(client)
                except Exception as error:  # noqa: BLE001 - it is killed on purpose
                    print(f"{kind}: the killed call ended with {type(error).__name__}")

            tasks.start_soon(call)
            while saved_in(store) < FEW:  # noqa: ASYNC110 - another process makes them
                await anyio.sleep(0.05)
            started.send_signal(signal.SIGKILL)
            started.wait()
            tasks.cancel_scope.cancel()
    there = saved_in(store)
    print(
        f"{kind}: killed with {there} of 8 files there; not whole under a final name: "
        f"{halves(store, size)}"
    )
    async with server(at("killed")) as (_, client):
        document, _ = await save_all(client)
    saved, verified = document.get("saved", 0), document.get("verified", 0)
    print(f"{kind}: called again, {verified} verified and {saved} saved: {await verify(store)}")

    async with server(at("two")) as (_, one), server(at("two")) as (_, other):
        answers: list[dict[str, Any]] = []

        async def keep(client: Client) -> None:
            answers.append((await save_all(client))[0])

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(keep, one)
            tasks.start_soon(keep, other)
    said = " and ".join(
        f"{a.get('saved', 0)} saved {a.get('verified', 0)} verified" for a in answers
    )
    print(f"{kind}: two servers at once: {said}: {await verify(open_store('two'))}")


def large_files(address: str, size: int) -> None:
    """Make the eight recordings of the session large."""
    with httpx.Client(base_url=address, headers={"authorization": "Bearer check"}) as api:
        room = api.get("/v2/rooms", params={"filter[unique_name]": ROOM}).json()["data"][0]["id"]
        sessions = api.get(f"/v2/rooms/{room}/sessions").json()["data"]
        session = max(sessions, key=lambda each: str(each["created_at"]))["id"]
        query = {"filter[session_id]": session}
        recordings = api.get("/v2/room_recordings", params=query).json()["data"]
        for each in recordings:
            api.post("/sandbox/media", json={"id": each["id"], "bytes": size}).raise_for_status()


async def main(moto_server: str, folder: str, megabytes: str, *kinds: str) -> None:
    """Check a folder, then a bucket."""
    size = int(megabytes) * MB // FILES
    root = Path(folder)
    root.mkdir()  # noqa: ASYNC240 - nothing else runs yet
    sandbox = process(PROGRAM, "sandbox", "--port", 0, says=r"(http://127\.0\.0\.1:\d+)")
    with sandbox as (_, address), s3(moto_server) as bucket:
        large_files(address, size)
        telnyx = {"TELNYX_API_KEY": "check", "TELNYX_BASE_URL": f"{address}/v2"}

        def local(part: str) -> LocalStore:
            return LocalStore(root / part, mkdir=True)

        def remote(part: str) -> S3Store:
            settings = {name.lower(): value for name, value in bucket.items()}
            return S3Store(BUCKET, prefix=part, config=settings)  # type: ignore[arg-type]  # names are literals

        if "bucket" not in kinds:
            await check("folder", {**telnyx, "TELNYX_VIDEO_ARCHIVE": str(root)}, local, size)
        at = {"TELNYX_VIDEO_ARCHIVE": f"s3://{BUCKET}"}
        if "folder" not in kinds:
            await check("bucket", {**telnyx, **bucket, **at}, remote, size)


anyio.run(lambda: main(*sys.argv[1:]))

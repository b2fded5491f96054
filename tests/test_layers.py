"""Imports run one way: what a pillar needs from above, it is given."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "telnyx_video_mcp"
MODULES = sorted(PACKAGE.rglob("*.py"))
ALLOWED = {
    "api": {"api"},
    "toolkit": {"toolkit"},
    "sandbox": {"sandbox"},
    "settings": {"settings"},
    "video": {"video", "api", "toolkit"},
    "guards": {"guards", "video", "api", "toolkit"},
    "tools": {"tools", "video", "api", "toolkit"},
    "archive": {"archive", "video", "api", "toolkit"},
}
ABOVE_THE_SERVER = {"commands", "__main__"}
HTTPX = {
    *(Path("api") / name for name in ("client.py", "downloads.py", "network.py", "wire.py")),
    Path("sandbox/transport.py"),
}


def wing(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path: Path, *, typing_too: bool = False) -> Iterator[str]:
    """The modules a file imports when it runs; with `typing_too`, those for type checkers as well.

    An import inside a function counts: it runs when the function does.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not typing_too
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    ours = {
        name.split(".")[1]
        for name in imports(path)
        if name.startswith("telnyx_video_mcp.") and name != "telnyx_video_mcp.__version__"
    }
    if wing(path) in ALLOWED:
        assert ours <= ALLOWED[wing(path)]
    elif wing(path) not in ABOVE_THE_SERVER:
        assert not ours & ABOVE_THE_SERVER


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_edges_know_their_library(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    if "httpx" in roots:
        assert path.relative_to(PACKAGE) in HTTPX
    if roots & {"mcp", "mcp_types"}:
        assert wing(path) not in {"api", "video", "guards", "sandbox", "settings", "archive"}
    if "obstore" in roots:
        assert wing(path) == "archive"


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def circle(graph: Mapping[str, set[str]]) -> list[str] | None:
    """Modules that import one another in turn, or None where there are none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return None


def test_no_module_takes_part_in_an_import_circle() -> None:
    ours = {dotted(path): path for path in MODULES}
    graph = {
        name: set(imports(path, typing_too=wing(path) == "sandbox")) & set(ours) - {name}
        for name, path in ours.items()
    }
    assert circle(graph) is None
    a_leaf = "telnyx_video_mcp.sandbox.records"
    assert circle({**graph, a_leaf: {"telnyx_video_mcp.sandbox.world"}})


def test_the_guard_sees_what_it_guards_against() -> None:
    assert "httpx" in set(imports(PACKAGE / "api" / "client.py"))
    assert len(MODULES) > 30

"""Guards over the whole catalogue; each prevents something that broke a server of this kind."""

import json
import re
from collections.abc import Iterator
from typing import Any

import bpe_openai
import pytest
from jsonschema import Draft202012Validator
from mcp_types import Tool
from pydantic import BaseModel

from telnyx_video_mcp.commands.tools import token_cost, what_a_model_reads
from telnyx_video_mcp.server import create_server
from telnyx_video_mcp.settings.declared import Settings
from telnyx_video_mcp.toolkit.risk import Risk
from telnyx_video_mcp.toolkit.tool import ToolSpec
from telnyx_video_mcp.tools.catalogue import CATALOGUE, OPERATIONS
from tests.hosting import ERAS, Era, hosting

pytestmark = pytest.mark.anyio

VERBS = {
    Risk.READ: {"list", "get", "watch", "attendance", "usage", "wait"},
    Risk.CREATE: {"create", "refresh", "host", "save"},
    Risk.CHANGE: {"update", "mute", "unmute"},
    Risk.DISRUPT: {"kick", "end", "wrap"},
    Risk.DESTROY: {"delete", "clean"},
}
"""How far tools go by the first word of their names; a new word needs its place here."""
VERIFIES_THE_NEXT_TIME = {"save_files"}
FINDS_MORE_EACH_TIME = {"delete_recordings", "clean_up_recordings"}
SPECS = {spec.name: spec for spec in CATALOGUE}
PORTABLE = {
    *("type", "description", "properties", "required", "additionalProperties", "items", "enum"),
    *("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format"),
    *("minProperties", "maxProperties"),
}
each_tool = pytest.mark.parametrize("spec", CATALOGUE, ids=lambda spec: spec.name)


async def tools(era: Era = "auto") -> list[Tool]:
    async with hosting(era) as host:
        return (await host.client.list_tools()).tools


def schemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and all schemas in it."""
    yield schema
    for inner in schema.get("properties", {}).values():
        yield from schemas(inner)
    for place in ("items", "additionalProperties"):
        if isinstance(schema.get(place), dict):
            yield from schemas(schema[place])


@pytest.mark.parametrize("era", ERAS)
async def test_the_tools_are_published_in_their_order(era: Era) -> None:
    assert [tool.name for tool in await tools(era)] == [spec.name for spec in CATALOGUE]
    assert len(SPECS) == len(CATALOGUE), "each name is there once"


@each_tool
def test_a_name_says_how_far_its_tool_goes(spec: ToolSpec) -> None:
    assert spec.name.split("_")[0] in VERBS[spec.risk]


@each_tool
def test_input_schemas_stay_in_the_portable_subset(spec: ToolSpec) -> None:
    schema = spec.arguments.schema
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    for part in schemas(schema):
        assert set(part) <= PORTABLE, "one schema outside it makes some hosts drop every tool"
        assert isinstance(part.get("type"), str)
    Draft202012Validator.check_schema(schema)


@each_tool
def test_names_are_short_and_arguments_have_no_brackets(spec: ToolSpec) -> None:
    assert re.fullmatch(r"[a-z_]{1,32}", spec.name)
    for name in spec.arguments.schema["properties"]:
        assert re.fullmatch(r"[a-z_]+", name), "some hosts refuse the whole server otherwise"


@each_tool
def test_every_parameter_is_described(spec: ToolSpec) -> None:
    for name, schema in spec.arguments.schema["properties"].items():
        assert 10 <= len(schema["description"]) <= 160, name


@each_tool
def test_descriptions_are_calm_and_short(spec: ToolSpec) -> None:
    assert 60 <= len(spec.description) <= 400
    assert not re.search(r"[A-Z]{4,}|!", spec.description.replace("YYYY-MM-DD", ""))


@each_tool
def test_tools_named_in_texts_exist(spec: ToolSpec) -> None:
    words = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", spec.description))
    verbs = {word for word in words if word.split("_")[0] in set().union(*VERBS.values())}
    assert verbs <= set(SPECS) | set(spec.arguments.schema["properties"])
    assert SPECS[spec.verify_with].risk is Risk.READ


async def test_every_annotation_is_set_and_true() -> None:
    for tool in await tools():
        assert tool.annotations is not None
        hints, risk = tool.annotations, SPECS[tool.name].risk
        assert tool.title
        assert hints.read_only_hint is (risk is Risk.READ)
        assert hints.destructive_hint is (risk in {Risk.DISRUPT, Risk.DESTROY})
        repeatable = risk is not Risk.CREATE and tool.name not in FINDS_MORE_EACH_TIME
        repeatable |= tool.name in VERIFIES_THE_NEXT_TIME
        assert bool(hints.idempotent_hint) is (repeatable and risk is not Risk.READ)
        assert hints.open_world_hint is True


@each_tool
def test_output_schemas_require_nothing_and_restrict_no_value(spec: ToolSpec) -> None:
    assert spec.output_schema["type"] == "object"
    Draft202012Validator.check_schema(spec.output_schema)
    for part in schemas(spec.output_schema):
        assert set(part) <= {"type", "properties", "items"}
    assert spec.output_schema["properties"]["error"] == {}


def as_pydantic_sees_it(model: type[BaseModel]) -> dict[str, Any]:
    """pydantic's schema of the same arguments, reduced to the portable subset."""
    raw = model.model_json_schema()
    definitions = raw.get("$defs", {})

    def reduced(node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            model = definitions[node["$ref"].rpartition("/")[2]]
            node = {**model, "description": None, **node}  # a class docstring is not published
        for arm in node.get("anyOf", []):
            if arm.get("type") != "null":
                node = {**reduced(arm), **{k: v for k, v in node.items() if k != "anyOf"}}
        if "const" in node:
            node = {**node, "enum": [node["const"]]}
        out = {k: v for k, v in node.items() if k in PORTABLE and v is not None}
        if isinstance(out.get("properties"), dict):
            out["properties"] = {k: reduced(v) for k, v in out["properties"].items()}
        for place in ("items", "additionalProperties"):
            if isinstance(out.get(place), dict):
                out[place] = reduced(out[place])
        return out

    return reduced(raw)


@each_tool
def test_published_schemas_say_what_is_checked(spec: ToolSpec) -> None:
    assert spec.arguments.schema == as_pydantic_sees_it(spec.arguments.model)


async def test_the_catalogue_fits_a_small_window() -> None:
    listed = await tools()
    count = bpe_openai.get_encoding("o200k_base").encode
    real = len(count(what_a_model_reads(listed)))
    assert real <= 7_500
    operations = [tool for tool in listed if tool.name in {spec.name for spec in OPERATIONS}]
    assert len(count(what_a_model_reads(operations))) <= 5_700
    assert token_cost(listed) == pytest.approx(real, rel=0.05), "`check` reports the estimate"
    wire = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in operations]
    assert len(json.dumps({"tools": wire}, separators=(",", ":"))) < 45_000


async def test_the_list_is_the_same_for_everybody_and_every_time() -> None:
    lists = [
        [tool.model_dump(mode="json") for tool in await create_server(settings).list_tools()]
        for settings in (Settings(), Settings(sandbox=True), Settings(api_key="k"))
    ]
    assert lists[0] == lists[1] == lists[2]

"""Arguments: unknown names are refused, values are checked, problems become sentences.

The SDK drops unknown arguments; on a bulk deletion a dropped filter is data loss.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from telnyx_video_mcp.toolkit.refusal import Refusal, nearest
from telnyx_video_mcp.toolkit.schema import JsonSchema, input_schema
from telnyx_video_mcp.toolkit.secrets import MASK, is_secret, masked

_SHOWN_VALUE = 60


class Arguments:
    """The arguments of one function, but for its first parameter, which is the service.

    Parameters that begin with an underscore are not for the caller either: what a question found
    out is handed over in them. `extra` adds parameters, by name and annotation, that the function
    does not take itself.
    """

    def __init__(self, function: Callable[..., Any], **extra: Any) -> None:
        self._name = getattr(function, "__name__", "tool")
        _, *visible = inspect.signature(function).parameters.values()
        own = (parameter for parameter in visible if not parameter.name.startswith("_"))
        self._parameters = {parameter.name: parameter for parameter in own}
        kind = inspect.Parameter.KEYWORD_ONLY
        for name, annotation in extra.items():
            added = inspect.Parameter(name, kind, annotation=annotation, default=None)
            self._parameters[name] = added

    @cached_property
    def schema(self) -> JsonSchema:
        """The published JSON Schema."""
        return input_schema(
            {name: parameter.annotation for name, parameter in self._parameters.items()},
            [name for name, parameter in self._parameters.items() if _required(parameter)],
        )

    @cached_property
    def model(self) -> type[BaseModel]:
        """What checks the values; built by the first call."""
        fields: dict[str, Any] = {
            name: (
                parameter.annotation if _required(parameter) else parameter.annotation | None,
                ... if _required(parameter) else parameter.default,
            )
            for name, parameter in self._parameters.items()
        }
        return create_model(self._name, __config__=ConfigDict(extra="forbid"), **fields)

    def check(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as the function takes them; a null counts as not given.

        Raises:
            Refusal: Names every problem and how to mend it.
        """
        unknown = [self._unknown(name) for name in given if name not in self._parameters]
        known = {
            name: self._unquoted(name, value)
            for name, value in given.items()
            if name in self._parameters and value is not None
        }
        problems = [
            f"{name} must be a whole number, not {json.dumps(value)}."
            for name, value in known.items()
            if isinstance(value, bool) and self._type(name) == "integer"
        ]
        try:
            model = self.model.model_validate(known)
        except ValidationError as error:
            problems += [self._problem(each) for each in error.errors(include_url=False)]
        if unknown or problems:
            raise Refusal(" ".join([*unknown, *problems]))
        return {name: getattr(model, name) for name in known}

    def masked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as they may be kept: without credentials and without the paths of links.

        What has no such parameter is masked whole: nobody knows what it is.
        """
        return {
            name: masked(value)
            if name in self._parameters and not is_secret(self._parameters[name].annotation)
            else MASK
            for name, value in given.items()
        }

    def _type(self, name: str) -> str:
        return str(self.schema["properties"][name]["type"])

    def _unknown(self, name: str) -> str:
        meant = nearest(name, self._parameters)
        takes = ", ".join(self._parameters) or "no arguments"
        hint = f"did you mean {meant}?" if meant else "it would have been ignored."
        return f"{self._name} has no argument {name!r}; {hint} It takes {takes}."

    def _unquoted(self, name: str, value: Any) -> Any:
        """Some hosts send lists and objects as JSON text, and a list of one as its one item."""
        kind = self._type(name)
        if not isinstance(value, str) or kind not in {"array", "object"}:
            return value
        try:
            parsed = json.loads(value)
        except (ValueError, RecursionError):
            parsed = None
        if isinstance(parsed, list if kind == "array" else dict):
            return parsed
        return [value] if kind == "array" else value

    def _problem(self, error: Any) -> str:
        name, *inside = error["loc"]
        place = ".".join(
            part if (part := str(each)).isprintable() else repr(part) for each in error["loc"]
        )
        said = str(error["msg"]).removeprefix("Value error, ").replace("Input should", "must")
        match error["type"]:
            case "missing" if not inside:
                about = self.schema["properties"][name].get("description", "")
                return f"{place} is required: {about}"
            case "missing":
                return f"{place} is required."
            case "extra_forbidden":
                return f"{place} is not known here."
        value = error.get("input")
        annotation = self._parameters[name].annotation
        if is_secret(annotation) or not isinstance(value, str | int | float | bool):
            return f"{place} {said}."
        shown = repr(value) if isinstance(value, str) else json.dumps(value)
        shown = shown if len(shown) <= _SHOWN_VALUE else shown[:_SHOWN_VALUE] + "…"
        return f"{place} {said}, not {shown}."


def _required(parameter: inspect.Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty

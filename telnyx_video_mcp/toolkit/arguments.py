"""Arguments: unknown names are refused, values are checked, problems become sentences.

The SDK drops unknown arguments; on a bulk deletion a dropped filter is data loss.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from telnyx_video_mcp.toolkit.ceiling import lowered
from telnyx_video_mcp.toolkit.hints import meant
from telnyx_video_mcp.toolkit.only_with import exists
from telnyx_video_mcp.toolkit.problems import sentence, shown
from telnyx_video_mcp.toolkit.refusal import Refusal
from telnyx_video_mcp.toolkit.schema import JsonSchema, input_schema
from telnyx_video_mcp.toolkit.secrets import MASK, is_secret, masked


class Arguments:
    """The arguments of one function, but for its first parameter, which is the service.

    `ceilings` lower the greatest values of numbers, see `Ceiling`; `unset` are the settings
    without which some parameters are not there, see `OnlyWith`. `extra` adds parameters, by name
    and annotation, that the function does not take itself.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        ceilings: Mapping[str, int] | None = None,
        unset: AbstractSet[str] = frozenset(),
        **extra: Any,
    ) -> None:
        self._name = getattr(function, "__name__", "tool")
        _, *own = inspect.signature(function).parameters.values()
        self._parameters = {
            each.name: each.replace(annotation=lowered(each.annotation, ceilings or {}))
            for each in own
            if exists(each.annotation, unset)
        }
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
        known = {
            name: self._spelled(name, self._unquoted(name, value))
            for name, value in given.items()
            if name in self._parameters and value is not None
        }
        problems = self._unknown([name for name in given if name not in self._parameters])
        numbers = [name for name in known if self._type(name) == "integer"]
        booleans = [name for name in numbers if isinstance(known[name], bool)]
        problems += [f"{n} must be a whole number, not {shown(known[n])}." for n in booleans]
        try:
            model = self.model.model_validate(known)
        except ValidationError as error:
            problems += [
                sentence(each, self.schema, secret=self._is_secret(str(each["loc"][0])))
                for each in error.errors(include_url=False)
                if each["loc"][0] not in booleans
            ]
        if problems:
            raise Refusal(" ".join(problems))
        return {name: getattr(model, name) for name in known}

    def masked(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as they may be kept: without credentials and without the paths of links.

        What has no such parameter is masked whole, and its name like a value: nobody knows what
        it is.
        """
        return {
            masked(name): masked(value)
            if name in self._parameters and not self._is_secret(name)
            else MASK
            for name, value in given.items()
        }

    def _type(self, name: str) -> str:
        return str(self.schema["properties"][name]["type"])

    def _is_secret(self, name: str) -> bool:
        return is_secret(self._parameters[name].annotation)

    def _unknown(self, names: list[str]) -> list[str]:
        """A sentence for each, and one that says what there is."""
        if not names:
            return []
        takes = {name: parameter.annotation for name, parameter in self._parameters.items()}
        sentences = []
        for name in names:
            hint = meant(name, takes)
            end = f"; did you mean {hint}?" if hint else "."
            sentences.append(f"{self._name} has no argument {shown(name)}{end}")
        return [*sentences, f"It takes {', '.join(takes) or 'no arguments'}."]

    def _spelled(self, name: str, value: Any) -> Any:
        """One of the values that a parameter takes, whatever the case that it is written in."""
        choices = self.schema["properties"][name].get("enum", [])
        if not isinstance(value, str):
            return value
        word = value.strip().casefold()
        return next((each for each in choices if each.casefold() == word), value)

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


def _required(parameter: inspect.Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty

"""What the benchmarks share: a measurement, its limit, and how it is printed.

Machines differ and are busy, so times are compared with a baseline of the same run, whose turns
alternate with ours, and medians are reported.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from statistics import median
from types import ModuleType
from typing import Any


class On(Enum):
    """What a limit is on."""

    RATIO = "ratio"
    OURS = "ours"
    GROWTH = "growth"


@dataclass(frozen=True)
class Measurement:
    """One line of the results: what was measured, ours and the baseline in `unit`, the limit."""

    what: str
    ours: float
    baseline: float | None
    unit: str
    on: On
    limit: float
    details: dict[str, float] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        """Ours divided by the baseline."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def growth(self) -> float:
        """Ours less the baseline."""
        return self.ours - (self.baseline or 0)

    @property
    def verdict(self) -> str:
        """``ok`` or ``over``."""
        limited = {On.RATIO: self.ratio, On.OURS: self.ours, On.GROWTH: self.growth}[self.on]
        return "ok" if limited is not None and limited <= self.limit else "over"

    def written(self) -> dict[str, str]:
        """Ours, baseline, how they compare, and the limit, as people read them."""
        compared = "" if self.ratio is None else f"{self.ratio:.2f}x"
        limit = f"{self.limit:.2f}x" if self.on is On.RATIO else figure(self.limit, self.unit)
        if self.on is On.GROWTH:
            compared, limit = f"{self.growth:+.2f} {self.unit}", f"+{limit}"
        return {
            "ours": figure(self.ours, self.unit),
            "baseline": "" if self.baseline is None else figure(self.baseline, self.unit),
            "ratio": compared,
            "limit": limit,
        }


def alternate(
    ours: Callable[[], list[float]], baseline: Callable[[], list[float]], rounds: int
) -> tuple[list[float], list[float]]:
    """The figures of `rounds` turns each; who comes first changes with every round."""
    a: list[float] = []
    b: list[float] = []
    for number in range(rounds):
        turns = [(a, ours), (b, baseline)]
        for figures, turn in turns if number % 2 == 0 else reversed(turns):
            figures.extend(turn())
    return a, b


def medians(ours: list[float], baseline: list[float]) -> tuple[float, float]:
    """The median of each."""
    return median(ours), median(baseline)


def figure(value: float, unit: str) -> str:
    """A number as people read it."""
    digits = 0 if isinstance(value, int) or value >= 100 else 2  # noqa: PLR2004 - three digits say enough
    return f"{value:,.{digits}f} {unit}"


def main(*benchmarks: ModuleType, table: bool = False) -> None:
    """Run scripts' `measure`, print what they find, and exit with 1 if anything is over.

    Without arguments it is the script that was started.
    """
    script = sys.modules["__main__"]
    parser = argparse.ArgumentParser(
        description=script.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one line of JSON for each measurement")
    as_json = parser.parse_args().json
    found = [one for benchmark in benchmarks or (script,) for one in benchmark.measure()]
    as_text = _table if table else _blocks
    print("\n".join(map(_json, found)) if as_json else as_text(found))
    sys.exit(any(one.verdict == "over" for one in found))


def _json(one: Measurement) -> str:
    document: dict[str, Any] = asdict(one)
    name = document.pop("what")
    computed = {"ratio": one.ratio, "verdict": one.verdict}
    return json.dumps({"name": name, **document, "on": one.on.value, **computed})


def _blocks(found: Sequence[Measurement]) -> str:
    lines: list[str] = []
    for one in found:
        rows = {"name": one.what, **one.written()}
        rows |= {name: figure(value, one.unit) for name, value in one.details.items()}
        rows["verdict"] = one.verdict
        lines += [f"{name:18}{value}" for name, value in rows.items() if value] + [""]
    return "\n".join(lines[:-1])


def _table(found: Sequence[Measurement]) -> str:
    rows = (
        f"| {one.what} | {' | '.join(one.written().values())} | {one.verdict} |" for one in found
    )
    head = [
        "| what | ours | baseline | ratio | limit | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    return "\n".join([*head, *rows])

"""What the benchmarks share: a measurement, its limit, and how it is printed.

Machines differ and are busy, so nothing is judged by the clock alone: a baseline is measured in
the same run, in short turns that alternate with ours. The ratio is the median of the ratios of the
rounds, because the two turns of one round saw the same machine.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from statistics import median
from types import ModuleType
from typing import Any, Self


class On(Enum):
    """What a limit is on, and on which side of it a measurement must be."""

    RATIO = "ratio, at most"
    LEAST_RATIO = "ratio, at least"
    OURS = "ours, at most"
    GROWTH = "growth, at most"


@dataclass(frozen=True)
class Measurement:
    """One line of the results: what was measured, ours and the baseline in `unit`, the limit.

    `ratio` is ours divided by the baseline, where it makes sense to divide them.
    """

    what: str
    ours: float
    baseline: float | None
    unit: str
    on: On
    limit: float
    ratio: float | None = None
    details: dict[str, float] = field(default_factory=dict)

    @classmethod
    def of_rounds(
        cls,
        what: str,
        rounds: Sequence[tuple[float, float]],
        unit: str,
        on: On,
        limit: float,
        **details: float,
    ) -> Self:
        """The medians of what `alternate` measured."""
        ours, baseline, ratio = (
            median(figures) for figures in zip(*((a, b, a / b) for a, b in rounds), strict=True)
        )
        return cls(what, ours, baseline, unit, on, limit, ratio, details)

    @property
    def growth(self) -> float:
        """Ours less the baseline."""
        return self.ours - (self.baseline or 0)

    @property
    def verdict(self) -> str:
        """``ok`` or ``over``."""
        ratio = float("nan") if self.ratio is None else self.ratio  # compares as over
        kept = {
            On.RATIO: ratio <= self.limit,
            On.LEAST_RATIO: ratio >= self.limit,
            On.OURS: self.ours <= self.limit,
            On.GROWTH: self.growth <= self.limit,
        }
        return "ok" if kept[self.on] else "over"

    def written(self) -> dict[str, str]:
        """Ours, baseline, how they compare, and the limit, as people read them."""
        compared = "" if self.ratio is None else f"{self.ratio:.2f}x"
        limit = figure(self.limit, self.unit)
        match self.on:
            case On.RATIO:
                limit = f"{self.limit:.2f}x"
            case On.LEAST_RATIO:
                limit = f"at least {self.limit:.2f}x"
            case On.GROWTH:
                compared, limit = f"{self.growth:+.2f} {self.unit}", f"+{limit}"
            case On.OURS:
                pass
        return {
            "ours": figure(self.ours, self.unit),
            "baseline": "" if self.baseline is None else figure(self.baseline, self.unit),
            "ratio": compared,
            "limit": limit,
        }


def alternate(
    ours: Callable[[], float], baseline: Callable[[], float], rounds: int
) -> list[tuple[float, float]]:
    """The figures of `rounds` turns each; who comes first changes with every round."""
    found = []
    for number in range(rounds):
        if number % 2:
            theirs = baseline()
            found.append((ours(), theirs))
        else:
            found.append((ours(), baseline()))
    return found


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
    return json.dumps({"name": name, **document, "on": one.on.value, "verdict": one.verdict})


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

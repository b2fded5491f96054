"""The picture of an attendance: a row for each person, a column for each session.

The only module that imports matplotlib. Names are text from outsiders: they are drawn as they are,
never as formulas, and what the fonts cannot show becomes a box.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Patch

from telnyx_video_mcp.toolkit.untrusted import visible
from telnyx_video_mcp.video import presence
from telnyx_video_mcp.video.presence import SECOND, Attended, Interval, Person, minutes

LONGEST_LABEL, LONGEST_TITLE = 40, 60
_DPI = 120
_ROWS, _COLUMNS = 60, 7
_ONE_AT_A_TIME = Lock()  # fonts are shared between threads
_LEFT_AT, _INSIDE, _UNSURE, _EMPTY = "#3b6fb6", "#2e9e5b", "#b9a03a", "#f6d9d5"
_INK, _FAINT, _STRIPE = "#222222", "#6b6b6b", "#f5f6f8"
_OTHER_SCRIPTS = (
    *("Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Hiragino Sans", "Microsoft YaHei"),
    *("Malgun Gothic", "Noto Sans Devanagari", "Nirmala UI", "Noto Sans Thai", "Arial Unicode MS"),
)
_STEPS = [n * SECOND for n in (1, 2, 5, 10, 15, 30)]
_STEPS += [n * 60 * SECOND for n in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440)]
_DAY = 24 * 60 * 60 * SECOND


def picture(
    attended: Sequence[Attended], persons: Sequence[Person], now: int, room: str | None
) -> tuple[bytes, list[str]]:
    """A PNG of these persons in these sessions, newest first, and what is not on it.

    Its title is the room's name, or a part of the session's id.
    """
    spans, empty = [], []
    for each in attended[:_COLUMNS]:
        inside, until = presence.people(each.stays), presence.until(each.meeting, now)
        empty += presence.nobody(inside, until)
        times = [at for person in inside for at in (person.first_seen, person.last_seen)]
        times += [at for at in (each.meeting.began, until) if at is not None]
        spans.append((min(times, default=now), max(times, default=now)))
    several = f"{len(spans)} sessions" if len(spans) > 1 else ""
    name = visible(room or "", LONGEST_TITLE)[0]
    what = [name, several] if name or several else [f"session {attended[0].meeting.id[:8]}"]
    title = ", ".join(["Attendance", *filter(None, what)])
    unseen = []
    if len(persons) > _ROWS:
        unseen.append(f"The picture shows the first {_ROWS} people of this page.")
    if len(attended) > _COLUMNS:
        unseen.append(f"The picture shows the newest {_COLUMNS} sessions.")
    with _ONE_AT_A_TIME:
        png = _draw(f"{_drawn(title)} (UTC)", sorted(spans), persons[:_ROWS], empty)
    return png, unseen


def _draw(
    title: str, spans: Sequence[Interval], persons: Sequence[Person], empty: Sequence[Interval]
) -> bytes:
    """A PNG of these persons in the sessions of these spans, given in the order of time."""
    columns, rows = len(spans), max(len(persons), 1)
    longest = max((len(_label(person)) for person in persons), default=0)
    left = 0.35 + 0.078 * longest
    width, height = left + max(7.2, 2.6 * columns) + 1.25, 1.75 + 0.3 * rows
    figure = Figure(figsize=(width, height), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    # Margins in inches: a short list must not be stretched, nor a long one squeezed.
    edges = {"left": left / width, "right": 1 - 1.25 / width, "wspace": 0.06}
    edges |= {"bottom": 0.8 / height, "top": 1 - 0.95 / height}
    axes = figure.subplots(1, columns, sharey=True, squeeze=False, gridspec_kw=edges)[0]
    # Bold fonts have fewer scripts, and matplotlib warns of what is missing.
    weight = "bold" if title.isascii() else "normal"
    style: dict[str, Any] = {"family": _families(), "weight": weight, "parse_math": False}
    figure.text(0.2 / width, 1 - 0.38 / height, title, fontsize=13, color=_INK, **style)
    for axis, span in zip(axes, spans, strict=True):
        _column(axis, span, persons, empty, most_ticks=max(3, 8 // columns))
    _names(axes[0], persons)
    for row, person in enumerate(persons):
        text = f"{minutes(person.seconds):g} min"
        at = {"x": 1.0, "y": row, "transform": axes[-1].get_yaxis_transform()}
        axes[-1].text(**at, s=f"  {text}", va="center", fontsize=9, color=_FAINT)
    _legend(figure, persons, empty, height)
    png = BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def ticks(span: Interval, most: int) -> list[int]:
    """Round times of day within a span, at most about so many."""
    step = next((step for step in _STEPS if (span[1] - span[0]) // step <= most), None)
    step = step or _DAY * -(-(span[1] - span[0]) // (_DAY * most))
    return list(range(-(-span[0] // step) * step, span[1] + 1, step))


def _column(
    axis: Axes,
    span: Interval,
    persons: Sequence[Person],
    empty: Sequence[Interval],
    *,
    most_ticks: int,
) -> None:
    """One session. Matplotlib gets seconds since its start, which floats hold exactly."""
    length = max((span[1] - span[0]) / SECOND, 1.0)
    for begin, end in _within(span, empty):
        axis.axvspan(begin, end, color=_EMPTY, lw=0, zorder=0)
    for row, person in enumerate(persons):
        if row % 2:
            axis.axhspan(row - 0.5, row + 0.5, color=_STRIPE, lw=0, zorder=-1)
        bars = [(b, max(e - b, length / 250)) for b, e in _within(span, person.intervals)]
        axis.broken_barh(bars, (row - 0.33, 0.66), facecolors=_color(person), zorder=3)
    marks = ticks(span, most_ticks)
    seconds = any(mark % (60 * SECOND) for mark in marks)
    shown = [_clock(mark, "%H:%M:%S" if seconds else "%H:%M") for mark in marks]
    axis.set_xticks([(mark - span[0]) / SECOND for mark in marks], shown)
    axis.set_xlim(-length * 0.01, length * 1.01)
    axis.set_title(_clock(span[0], "%a %d %b %Y"), fontsize=9, color=_FAINT, pad=6)
    axis.tick_params(axis="x", labelsize=9, color=_FAINT, labelcolor=_INK)
    axis.tick_params(axis="y", length=0)
    axis.grid(axis="x", color="#e3e3e3", lw=0.8, zorder=1)
    axis.spines[["top", "left", "right"]].set_visible(False)


def _names(axis: Axes, persons: Sequence[Person]) -> None:
    family = _families()
    labels = [_label(person) for person in persons]
    axis.set_yticks(range(len(labels)), labels, fontsize=9.5, family=family, color=_INK)
    for tick in axis.get_yticklabels():
        tick.set_parse_math(False)
        tick.set_usetex(False)
    axis.set_ylim(max(len(labels), 1) - 0.5, -0.5)


def _legend(
    figure: Figure, persons: Sequence[Person], empty: Sequence[Interval], height: float
) -> None:
    meanings = [
        (_LEFT_AT, "has left", any(_color(person) == _LEFT_AT for person in persons)),
        (_INSIDE, "inside now", any(_color(person) == _INSIDE for person in persons)),
        (_UNSURE, "times incomplete", any(_color(person) == _UNSURE for person in persons)),
        (_EMPTY, "nobody present", bool(empty)),
    ]
    used = [Patch(color=color, label=label) for color, label, shown in meanings if shown]
    style: dict[str, Any] = {"ncols": 4, "frameon": False, "fontsize": 9}
    at = (0.5, 0.08 / height)
    figure.legend(handles=used, loc="lower center", bbox_to_anchor=at, **style)


def _within(span: Interval, intervals: Sequence[Interval]) -> Iterator[tuple[float, float]]:
    for begin, end in intervals:
        first, last = max(begin, span[0]), min(end, span[1])
        if first <= last:
            yield (first - span[0]) / SECOND, (last - span[0]) / SECOND


def _color(person: Person) -> str:
    if person.uncertain:
        return _UNSURE
    return _INSIDE if person.present else _LEFT_AT


def _clock(at: int, form: str) -> str:
    return datetime.fromtimestamp(at / SECOND, UTC).strftime(form)


def _label(person: Person) -> str:
    text = person.name or f"id {(person.id or '?')[:8]}"
    return visible(_drawn(text), LONGEST_LABEL)[0]


def _drawn(text: str) -> str:
    return "".join(each if _drawable(each) else "\u25a1" for each in text)


@lru_cache
def _families() -> list[str]:
    installed = {font.name for font in fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in _OTHER_SCRIPTS if name in installed)]


@lru_cache(maxsize=4096)
def _drawable(character: str) -> bool:
    """Whether one of the fonts has it; matplotlib warns of each that none has."""
    return any(face.get_char_index(ord(character)) for face in _faces())


@lru_cache
def _faces() -> list[FT2Font]:
    return [FT2Font(findfont(FontProperties(family=[name]))) for name in _families()]

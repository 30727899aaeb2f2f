"""What a run measures: how large, how long, and what is allowed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure; `most` is what the project promises, None where it promises nothing."""

    name: str
    value: float
    unit: str
    most: float | None

    @property
    def holds(self) -> bool:
        """Return whether the promise is kept."""
        return self.most is None or self.value <= self.most


@dataclass
class Figures:
    """All figures of one run, in the order of measuring."""

    found: list[Figure] = field(default_factory=list)

    def note(self, name: str, value: float, unit: str, most: float | None = None) -> None:
        """Add a figure."""
        self.found.append(Figure(name, round(value, 2), unit, most))

    def broken(self) -> list[str]:
        """Return the lines of those that are more than promised."""
        return [line for line, figure in zip(self.lines(), self.found, strict=True) if not figure.holds]

    def lines(self) -> list[str]:
        """Return the table, a line a figure."""
        return [f"{one.name:<42}{one.value:>8.2f} {one.unit:<3}{_promise(one)}" for one in self.found]

    def as_json(self) -> list[dict[str, object]]:
        """Return them as values."""
        return [asdict(one) for one in self.found]


def _promise(figure: Figure) -> str:
    return "" if figure.most is None else f"  of {figure.most:g} at most"

"""`Element`: one thing on the screen as assistive technology sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.automation.bus import Bus, GoneError, Ref

SPI = "org.a11y.atspi"
ACCESSIBLE = f"{SPI}.Accessible"
SCREEN = 0  # coordinates relative to the screen
ALL, ANY = 1, 2  # how the parts of a match rule are joined
CANONICAL = 1  # in the order of the tree
# Bits of the state set, as AT-SPI numbers them.
STATES = {
    "active": 1, "checked": 4, "editable": 7, "enabled": 8, "focusable": 11, "focused": 12,
    "selected": 23, "showing": 25,
}  # fmt: skip


@dataclass(frozen=True)
class Element:
    """One accessible object; name and identifier are those at the time it was found."""

    bus: Bus
    ref: Ref
    identifier: str
    name: str

    def __str__(self) -> str:
        return f"{self.identifier} '{self.name}'"

    @property
    def said(self) -> str:
        """Return its name as it is now."""
        return str(self.bus.get(self.ref, ACCESSIBLE, "Name"))

    @property
    def description(self) -> str:
        """Return what is said beyond the name."""
        return str(self.bus.get(self.ref, ACCESSIBLE, "Description"))

    @property
    def role(self) -> str:
        """Return the role in words, such as "push button"."""
        return str(self.bus.call(self.ref, ACCESSIBLE, "GetRoleName"))

    @property
    def text(self) -> str:
        """Return the text it holds; raises `GoneError` for what holds none."""
        return str(self.bus.call(self.ref, f"{SPI}.Text", "GetText", "ii", 0, -1))

    @property
    def states(self) -> frozenset[str]:
        """Return the states it is in, of those named in `STATES`."""
        return states_of(self.bus.call(self.ref, ACCESSIBLE, "GetState"))

    def shows(self) -> bool:
        """Return whether it is still there and in sight."""
        try:
            return "showing" in self.states
        except GoneError:
            return False

    @property
    def children(self) -> list[Element]:
        """Return what lies directly below."""
        return elements(self.bus, [tuple(ref) for ref in self.bus.call(self.ref, ACCESSIBLE, "GetChildren")])

    @property
    def actions(self) -> list[str]:
        """Return the names of what can be done with it, without blanks (they differ between versions of Qt)."""
        offered = self.bus.call(self.ref, f"{SPI}.Action", "GetActions")
        return [str(name).replace(" ", "") for name, *_ in offered]

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height on the screen."""
        left, top, width, height = self.bus.call(self.ref, f"{SPI}.Component", "GetExtents", "u", SCREEN)
        return left, top, width, height

    def act(self, action: str) -> None:
        """Do what the action of this name does; raises `GoneError` where there is none."""
        offered = self.actions
        if action not in offered:
            raise GoneError(f"{self} offers {offered or 'nothing'}, not {action}")
        self.bus.call(self.ref, f"{SPI}.Action", "DoAction", "i", offered.index(action))

    def press(self) -> None:
        """Press it."""
        self.act("Press")

    def focus(self) -> None:
        """Give it the keyboard."""
        self.act("SetFocus")

    def fill(self, text: str) -> None:
        """Put a text in the place of what is written there."""
        if not self.bus.call(self.ref, f"{SPI}.EditableText", "SetTextContents", "s", text):
            raise GoneError(f"{self} takes no text")

    def select(self, number: int) -> None:
        """Select the child of this number in a list."""
        self.bus.call(self.ref, f"{SPI}.Selection", "SelectChild", "i", number)

    def cell(self, row: int, column: int) -> Element:
        """Return a cell of a table."""
        ref = tuple(self.bus.call(self.ref, f"{SPI}.Table", "GetAccessibleAt", "ii", row, column))
        return elements(self.bus, [ref])[0]

    @property
    def size(self) -> tuple[int, int]:
        """Return how many rows and columns a table has."""
        rows, columns = (self.bus.get(self.ref, f"{SPI}.Table", name) for name in ("NRows", "NColumns"))
        return rows, columns

    def within(self, *, hidden: bool = False) -> list[Element]:
        """Return everything below in the order of the tree: what is in sight, or all of it."""
        return elements(self.bus, self._matches(() if hidden else ("showing",)))

    def below(self, identifier: str) -> list[Element]:
        """Return what is in sight below and has this identifier, with a key or without."""
        return [e for e in self.within() if e.identifier == identifier or e.identifier.startswith(f"{identifier}.")]

    def with_state(self, state: str) -> list[Element]:
        """Return what is in sight below and in this state."""
        return elements(self.bus, self._matches(("showing", state)))

    def _matches(self, states: tuple[str, ...]) -> list[Ref]:
        """Return all below that are in these states."""
        bits = sum(1 << STATES[state] for state in states)
        rule = ([bits, 0], ALL, {}, ALL, [], ALL, [], ALL, False)
        arguments: tuple[Any, ...] = (rule, CANONICAL, 0, True)
        found = self.bus.call(self.ref, f"{SPI}.Collection", "GetMatches", "(aiia{ss}iaiiasib)uib", *arguments)
        return [tuple(ref) for ref in found]


def elements(bus: Bus, refs: list[Ref]) -> list[Element]:
    """Return these objects with identifier and name; what vanished meanwhile is left out."""
    identifiers = bus.get_all(refs, ACCESSIBLE, "AccessibleId")
    names = bus.get_all(refs, ACCESSIBLE, "Name")
    found = zip(refs, identifiers, names, strict=True)
    return [Element(bus, ref, str(i), str(n)) for ref, i, n in found if i is not None and n is not None]


def states_of(words: list[int]) -> frozenset[str]:
    """Return the names of the states in a state set of two words."""
    bits = words[0] | words[1] << 32
    return frozenset(name for name, bit in STATES.items() if bits >> bit & 1)

"""The order in which Tab walks: as things are laid out, whenever they were built.

Qt's own order is that of making; what is built later than the window, as every list here, would come last.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Yield everything in sight in a widget that Tab can reach, itself first."""
    if not widget.isVisible() or not widget.isEnabled():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    for child in _parts(widget):
        yield from in_reading_order(child)


def settle(widget: QWidget, *, deep: bool = True) -> None:
    """Put what a widget holds into reading order for screen readers, which go by the order of the children."""
    for child in _parts(widget):
        child.raise_()
        if deep:
            settle(child)
    if isinstance(widget, QSplitter):
        for number in range(widget.count()):
            widget.handle(number).raise_()  # else the dividers could not be taken hold of


def walk(scope: QWidget | None, *, forward: bool) -> bool:
    """Give the keyboard to the next control of a scope, or the one before; round at the ends. False: there is none."""
    reached = list(in_reading_order(scope)) if scope is not None else []
    if scope is None or not reached:
        return False
    focus = scope.window().focusWidget()
    place = reached.index(focus) if focus in reached else -1 if forward else 0
    go_to(reached[(place + (1 if forward else -1)) % len(reached)], forward=forward)
    return True


def go_to(widget: QWidget, *, forward: bool = True) -> None:
    """Give the keyboard to a control and bring it into sight."""
    widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _parts(widget: QWidget) -> Iterator[QWidget]:
    """Yield what lies directly in a widget, as it is laid out."""
    if isinstance(widget, QStackedWidget):
        yield from filter(None, (widget.currentWidget(),))
    elif isinstance(widget, QSplitter):
        yield from filter(None, (widget.widget(number) for number in range(widget.count())))
    elif isinstance(widget, QScrollArea):
        yield from filter(None, (widget.widget(),))
    elif not isinstance(widget, QAbstractScrollArea):
        layout = widget.layout()
        if layout is not None:
            yield from _laid_out(layout, widget)


def _laid_out(layout: QLayout, owner: QWidget) -> Iterator[QWidget]:
    """Yield the widgets of a layout and of those within it.

    No item of a layout is asked for: Python would remember it by its address, and take what Qt puts there later for it.
    """
    widgets = owner.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    places: dict[int, QWidget | QLayout] = {layout.indexOf(one): one for one in widgets}
    places |= {layout.indexOf(one): one for one in layout.children() if isinstance(one, QLayout)}
    places.pop(-1, None)  # what the layout does not hold
    for _, one in sorted(places.items(), key=itemgetter(0)):
        if isinstance(one, QLayout):
            yield from _laid_out(one, owner)
        else:
            yield one

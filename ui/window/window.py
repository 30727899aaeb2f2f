"""The main window: banner, patients, chart, differential, words, status; it wires views, and knows no medicine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget

from copilot import __version__
from copilot.findings.corrections import STATED
from copilot.knowledge.pack import Pack
from ui.about.dialog import AboutDialog
from ui.about.use import SHORT_USE
from ui.ask.asker import Asker
from ui.ask.asking import Asking
from ui.ask.view import AskView
from ui.assessment.view import AssessmentView
from ui.automation import Name, identify
from ui.banner.banner import Banner
from ui.chart.view import ChartView
from ui.connect.awaiting import Awaiting
from ui.connect.filling import FillingBar
from ui.connect.following import FollowingBar
from ui.connect.view import ConnectView
from ui.differential.view import DifferentialView
from ui.garbage import Collector
from ui.help.shortcuts import Shortcuts
from ui.messages.bar import MessageBar
from ui.narrative.guest import Guest
from ui.narrative.view import NarrativeView
from ui.narrative.writing import Writing
from ui.operations import Operations
from ui.palette.palette import Palette
from ui.parts.files import file_to_open
from ui.parts.reading_order import walk
from ui.picker.demo import entries
from ui.picker.picker import Picker
from ui.status.line import StatusLine
from ui.window.arriving import Arriving
from ui.window.assessing import Assessing
from ui.window.changing import Changing
from ui.window.columns import Columns, Place
from ui.window.commanding import own_commands
from ui.window.commands import Commands
from ui.window.connecting import Connecting
from ui.window.deciding import Deciding
from ui.window.following import Following
from ui.window.forgetting import Forgetting
from ui.window.holding import Holding
from ui.window.hospital import Hospital, TheHospital
from ui.window.layout import lay_out
from ui.window.locking import Keys, Locking
from ui.window.opening import Opening
from ui.window.reached import Reaching
from ui.window.recording import Recording
from ui.window.searching import Searching
from ui.window.session import Session, Wanted
from ui.window.showing import Showing
from ui.window.side import Side
from ui.window.thinking import Thinking
from ui.window.unlocking import Unlocking
from ui.window.welcome import Welcome

FILES = "FHIR and notes (*.json *.ndjson *.txt *.xml);;All files (*)"


class MainWindow(QMainWindow):
    """One patient at a time; closing it ends every thread and the model's process."""

    patient: QSplitter
    stack: QStackedWidget
    columns: Columns

    def __init__(
        self,
        operations: Operations,
        session: Session,
        guest: Guest | None,
        why_silent: str = "",
        collector: Collector | None = None,
        hospital: Hospital | None = None,
        keys: Keys | None = None,
    ) -> None:
        super().__init__()
        identify(self, Name.WINDOW, "Chartside")
        self.setWindowTitle("Chartside")  # never a patient's name: titles end up in logs and screen shares
        self.operations, self.session = operations, session
        self.banner, self.picker, self.chart = Banner(), Picker(), ChartView()
        self.differential, self.narrative, self.status = DifferentialView(), NarrativeView(), StatusLine()
        self.messages, self.welcome = MessageBar(), Welcome()
        self.side = Side()
        self.connect_view, self.filling, self.awaiting = ConnectView(), FillingBar(), Awaiting()
        self.writing = Writing(guest, self.narrative, self.status, self.messages, why_silent)
        self.banner.set_model_at(guest.destination if guest is not None else "")
        self.ask = AskView()
        asker = Asker(operations, guest) if guest is not None else None
        self.asking = Asking(asker, self.ask, self.messages)
        if guest is not None:
            guest.ready.connect(self.asking.know)
            guest.stopped_loading.connect(self.asking.look)
        self.thinking = Thinking(self)
        reports = (self.filling, self.awaiting, self.banner)
        servers = hospital or TheHospital()
        self.connecting = Connecting(operations, servers, session, self.connect_view, reports)
        self.following_bar = FollowingBar()
        self.following = Following(operations, servers, self.following_bar)
        self.searching = Searching(operations, self.chart)
        self.holding = Holding(self.writing, self.asking, (self.connect_view, self.filling))
        self.assessment = AssessmentView()
        self.deciding = Deciding(operations, self.differential, self.assessment)
        self.assessing = Assessing(operations, self.assessment, self.holding, self.side)
        self.opening = Opening(self)
        self.collector = collector
        if collector is not None:
            collector.wait_for(self.connecting.reading.remote.is_busy)
        self.cover, self.unlocking = QStackedWidget(), Unlocking(self, keys)
        self.locking, self.changing = Locking(self, keys), Changing(self)
        self.recording = Recording(self.unlocking.owner(keys.opening) if keys is not None else None)
        self.reaching = Reaching(self)
        self.showing, self.forgetting = Showing(self), Forgetting(self)
        lay_out(self)
        self.commands = Commands(self, self.unlocking.is_covered)
        self.command_palette, self.shortcuts = Palette(self, self.commands), Shortcuts(self, self.commands)
        self.arriving = Arriving(self)
        self._connect()
        self._connect_store(guest)
        self.commands.add(*own_commands(self))
        keepers = (self.locking, self.changing, self.unlocking, self.forgetting, self.reaching)
        for part in (self.searching, self.thinking, self.deciding, self.assessing, *keepers):
            self.commands.add(*part.commands())
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        self.picker.list.setFocus()

    def start(self) -> None:
        """List the demo patients and load the packs, in the background."""
        self.list_patients()
        self.session.warm_up()
        self.locking.start()
        self.reaching.start()
        if QSettings().value("accepted-use") != __version__:
            self.messages.add("use", SHORT_USE, role="info", action="Understood", run=self._accept_use, stays=True)

    def list_patients(self) -> None:
        """List the demo patients, in the background."""
        self.operations.start(lambda _job: entries(), self._list_patients, self.say_bug)

    def open(self, path: Path, patient: str | None = None) -> None:
        """Open a file, a folder, or a note."""
        self.session.open(Wanted(path, patient))

    @property
    def settled(self) -> bool:
        """Return whether nothing is being opened, built or written."""
        reading = self.session.busy or self.connecting.reading.remote.busy or self.differential.busy
        return not (reading or self.writing.busy or self.asking.busy or self.thinking.busy)

    @property
    def shows_differential(self) -> bool:
        """Return whether the last patient asked for is on the screen with the whole list."""
        return self.session.arranged is not None and not (self.session.busy or self.differential.busy)

    def finish(self) -> None:
        """Build what is still being built in steps, at once."""
        self.differential.finish()
        self.chart.finish()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Override: Tab walks as things are laid out."""
        return walk(self.centralWidget(), forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override: leave nothing running."""
        self.hide()
        if self.chart.dialog is not None:
            self.chart.dialog.close()
        self.asking.abandon()
        self.writing.abandon()
        self.following.end()
        self.connecting.close()
        self.operations.close()
        self.writing.release()
        self.locking.stop()
        self.reaching.stop()
        self.recording.close()
        if self.collector is not None:
            self.collector.stop()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override: files may be dropped."""
        if not self.unlocking.is_covered() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: open the first file dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local and not self.unlocking.is_covered():
            event.acceptProposedAction()
            self.open(Path(local[0]))

    @Slot()
    def ask_file(self) -> None:
        """Ask for a file."""
        name = file_to_open(self, "Open a patient's record", FILES)
        if name:
            self.open(Path(name))

    @Slot(str)
    def show_fact(self, fact: str) -> None:
        """Jump to a fact in the chart, and highlight what rests on it."""
        if self.chart.show_fact(fact):
            self.columns.jump()
            self.differential.light(frozenset((fact,)))
        elif fact.startswith(STATED):
            self.messages.add("jump", "The clinician stated it here; the chart has no line of it.")
        else:
            self.messages.add("jump", f"The chart has no line {fact}.")

    @Slot()
    def show_about(self, page: Name = Name.ABOUT_USE) -> None:
        """Show intended use, instructions, method card, model card and references, one of them first."""
        dialog = AboutDialog(self.session.pack, self, model=self.writing.model)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_page(page)
        dialog.show()

    def _connect(self) -> None:
        """Wire the views to each other."""
        self.picker.chosen.connect(self._chosen)
        self.picker.open_wanted.connect(self.ask_file)
        self.welcome.open_wanted.connect(self.ask_file)
        self.picker.connect_wanted.connect(self.connecting.begin)
        self.welcome.connect_wanted.connect(self.connecting.begin)
        self.connecting.reading.remote.broken.connect(self.say_bug)
        self._connect_ehr()
        self.session.pack_loaded.connect(self._pack_loaded)
        self.chart.hovered.connect(self.differential.light)
        self.chart.selected.connect(self._selected)
        self.differential.hovered.connect(self.chart.light)
        self.differential.activated.connect(self.show_fact)
        self.differential.resource_wanted.connect(self.chart.show_resource)
        self.narrative.hovered.connect(self.chart.light)
        self.narrative.fact_wanted.connect(self.show_fact)
        self.ask.hovered.connect(self.chart.light)
        self.ask.fact_wanted.connect(self.show_fact)
        self.asking.reading.connect(self.differential.show_reading)
        self.narrative.reference_wanted.connect(self._show_reference)
        self.status.about_wanted.connect(self.show_about)
        self.deciding.changed.connect(self.assessing.decided)
        self.deciding.changed.connect(self.thinking.own_list.decided)
        self.assessing.shown.connect(self.columns.reveal)
        if self.writing.guest is not None:
            self.writing.guest.written.connect(self.assessing.written)
        self.status.commands_wanted.connect(self.command_palette.begin)
        self.banner.patients_wanted.connect(self.columns.toggle_patients)
        self.columns.narrowed.connect(self.banner.patients.setHidden)
        self.banner.patients.setHidden(self.columns.narrow)
        self.chart.back.clicked.connect(self.columns.go_back)
        self.thinking.correcting.shown.connect(self.chart.show_corrections)

    def _connect_ehr(self) -> None:
        """Let the window follow an EHR, and hold back what must not leave while that shows another patient."""
        self.connecting.access.entered.connect(self.following.begin)
        self.connecting.access.left.connect(self.following.left)
        self.connecting.reading.leaving.connect(self.following.opening)
        self.connecting.reading.not_opened.connect(self.following.not_opened)
        self.following.open_wanted.connect(self.connecting.reading.open)
        self.following.held.connect(self.holding.hold)
        self.holding.refused.connect(self._not_copied)

    def _connect_store(self, guest: Guest | None) -> None:
        """Let the store keep what happens, and say how it keeps it."""
        self.recording.said.connect(self.status.show_keeping)
        self.status.keep.clicked.connect(self.unlocking.keep)
        self.recording.failed.connect(self._not_kept)
        self.deciding.changed.connect(self.recording.decided)
        self.assessing.done.connect(self.recording.note)
        if guest is not None:
            guest.begun.connect(self.recording.let_write)
            guest.written.connect(self.recording.written)
            self.asking.put.connect(self.recording.put)
            self.asking.made.connect(self.recording.asked)

    @Slot(object)
    def _chosen(self, path: Path) -> None:
        """Open what was chosen in the picker."""
        self.open(path)

    @Slot(object)
    def _list_patients(self, found: object) -> None:
        """Fill the picker."""
        self.picker.set_entries(found)  # type: ignore[arg-type]
        self.arriving.mark()

    def escape(self) -> None:
        """Cancel what is waited for, else leave servers and patients, else stop the model."""
        connecting = self.stack.currentWidget() is self.connect_view
        if self.session.cancel():
            return
        if self.connecting.escape(in_sight=connecting):
            return
        if connecting:
            self.arriving.go_home()
        elif self.asking.busy:
            self.asking.stop()
        else:
            self.writing.stop()

    @Slot(str)
    def _not_copied(self, why: str) -> None:
        """Say that the clipboard was emptied."""
        self.messages.add("copied", f"Not copied. {why}")

    @Slot(object)
    def _not_kept(self, error: Exception) -> None:
        """Say what could not be kept; what is on the screen stays. A store that did not open can be tried again."""
        closed = self.recording.closed
        self.messages.error("store", error, action="Try again" if closed else "", run=self.unlocking.again)

    @Slot(object)
    def say_bug(self, error: Exception) -> None:
        """Say that something of ours broke."""
        self.messages.error("bug", error)

    @Slot(object)
    def _pack_loaded(self, pack: Pack) -> None:
        """Say which knowledge is in force."""
        self.status.show_pack(pack)
        if self.collector is not None:
            self.collector.settle()

    @Slot(str)
    def _selected(self, fact: str) -> None:
        """Highlight the evidence that rests on a line selected in the chart."""
        self.differential.light(frozenset((fact,)))

    @Slot(str)
    def _show_reference(self, reference: str) -> None:
        """Open the first hypothesis that names a cited source."""
        self.differential.show_reference(reference)

    def find_in_chart(self) -> None:
        """Search the whole chart."""
        self.columns.show_place(Place.CHART)
        self.searching.begin()

    def _accept_use(self) -> None:
        """Remember that the intended use of this version was read."""
        QSettings().setValue("accepted-use", __version__)

"""`chartside`: the desktop by default, and every other command handed to the command line."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from copilot import clock, stamp
from copilot.errors import KnownError
from ui.display import has_display

if TYPE_CHECKING:
    from ui.event_log import EventLog

COMMANDS = frozenset(
    {"audit", "evaluate", "knowledge", "models", "passphrase", "policy", "pull", "replay", "review", "reviews"}
)
PICTURE = "chartside-demo.png"
TEST_RUN = f"Test run: the clock stands at {clock.DEMO_NOW:%Y-%m-%d %H:%M} UTC; only demo patients can be opened."
READ_SECONDS, WRITE_SECONDS = 60.0, 120.0
FINE, FAULT, USAGE = 0, 1, 2
EPILOG = """\
commands:
  demo        the desktop on the bundled demo patients
  review      a differential on the command line (--json for machines)
  evaluate    a hospital's own closed cases: how often right
  pull        one patient's chart from a FHIR server to a file
  knowledge   check and build the knowledge packs
  models      the model catalogue
  policy      what IT decided for this machine: show it, or check it
  reviews     the reviews that are kept on this workstation; forget a patient's
  replay      a kept review made again, and what differs
  passphrase  another passphrase for what is kept
  audit       who did what with which patient: verify the chain, or export it
  bench       ratios and stalls, measured in one run
  --self-test whether this installation is whole, on a page for IT

`chartside COMMAND --help` says more about each."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the desktop or a command; return the exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    command = given[0] if given else ""
    if command in COMMANDS:
        from copilot.cli.main import main as command_line

        return command_line(given)
    if command == "bench":
        from ui.bench import main as bench

        return bench(given[1:])
    if command == "--self-test":
        from ui.self_test.run import main as self_test

        return self_test(given[1:])
    demo = command == "demo"
    try:
        return _desktop(_parser(demo=demo).parse_args(given[1:] if demo else given), demo=demo)
    except KnownError as error:
        print(f"chartside: {error}", file=sys.stderr)
        return FAULT


def _parser(*, demo: bool) -> argparse.ArgumentParser:
    """Return the parser of the desktop's own arguments."""
    made = argparse.ArgumentParser(
        prog="chartside demo" if demo else "chartside",
        description="The desktop on the bundled demo patients."
        if demo
        else "A cited differential beside the chart, on your own machine. Without a command: the desktop.",
        epilog=None if demo else EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    if demo:
        made.add_argument("--patient", metavar="NAME", help="open this demo patient first (part of the name)")
        made.add_argument("--deterministic", action="store_true", help="the same every time, for tests: clock, model")
    else:
        made.add_argument("--version", action="version", version=f"chartside {stamp.line()}")
        made.add_argument("path", nargs="?", type=Path, metavar="PATH", help="open this file, folder or note")
        made.add_argument("--patient", metavar="ID", help="which patient, where a file holds several")
    made.add_argument("--screenshot", type=Path, metavar="FILE", help="save a picture of the window and leave")
    made.add_argument("--tab", default="", metavar="NAME", help="show this tab in the picture, such as labs")
    made.add_argument("--size", default="1440x900", metavar="WxH", help="size of the window (%(default)s)")
    made.add_argument("--theme", choices=("light", "dark", "system"), help="instead of the one chosen last")
    made.add_argument("--event-log", type=Path, metavar="FILE", help="write what the window does, for robots; no words")
    made.add_argument("--model", type=Path, metavar="GGUF", help="another model than the starter")
    made.add_argument("--no-model", action="store_true", help="leave the model out")
    return made


def _desktop(options: argparse.Namespace, *, demo: bool) -> int:
    """Open the window, or save its picture where there is no display or one was asked for."""
    path, patient = _what(options, demo=demo)
    if path is not None and not path.exists():
        print(f"chartside: there is no command or file named '{path}'.", file=sys.stderr)
        return USAGE
    picture: Path | None = options.screenshot
    if picture is None and not has_display():
        picture = Path(PICTURE)
        print(f"chartside: no display here, so the window is drawn to {picture}.")
    if picture is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _run_of_a_test() if demo and options.deterministic else nullcontext():
        return _run(options, path, patient, picture, keeps=not demo and picture is None)


def _what(options: argparse.Namespace, *, demo: bool) -> tuple[Path | None, str | None]:
    """Return the path to open and the patient in it."""
    if not demo:
        return options.path, options.patient
    from ui.picker.demo import find, paths

    if options.patient:
        found = find(options.patient)
        if found is None:
            names = ", ".join(path.stem for path in paths())
            raise KnownError(f"No demo patient is called '{options.patient}'.", remedy=f"There are: {names or 'none'}.")
        return found, None
    return next(iter(paths()), None), None


def _run(
    options: argparse.Namespace, path: Path | None, patient: str | None, picture: Path | None, *, keeps: bool
) -> int:
    """Make the application and the window, and run it to its end."""
    from ui.application import Uncaught, make_application, make_window
    from ui.theme import THEME, Scheme

    log = _event_log(options.event_log)
    application = make_application()
    scheme = options.theme or ("light" if clock.stands() else "")
    if scheme:
        THEME.scheme = Scheme(scheme)
        THEME.apply()
    window = make_window(options.model, with_model=not options.no_model, keeps=keeps, scripted=clock.stands())
    if clock.stands():
        application.setCursorFlashTime(0)  # or two pictures of the same view differ
        window.messages.add("test-run", TEST_RUN, stays=True)
    if log is not None:
        from ui.window.telling import Telling

        Telling(window, log)
    uncaught = Uncaught(window.messages)
    width, _, height = options.size.partition("x")
    window.resize(int(width) if width.isdigit() else 1440, int(height) if height.isdigit() else 900)
    window.start()
    if path is not None:
        window.open(path, patient)
    try:
        if picture is not None:
            from ui.picture import take

            take(window, picture, READ_SECONDS if options.no_model else WRITE_SECONDS, options.tab)
            print(f"chartside: saved {picture}.")
            return FINE
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        window.show()
        return application.exec()
    finally:
        window.close()
        uncaught.deleteLater()
        if log is not None:
            log.close()


def _event_log(path: Path | None) -> EventLog | None:
    """Return the event log that was asked for; raises `KnownError` where IT or the disk does not allow it."""
    if path is None:
        return None
    from ui.event_log import EventLog

    return EventLog(path)


def _run_of_a_test() -> AbstractContextManager[None]:
    """Return what makes a run the same every time; raises `KnownError` where IT does not allow it."""
    from ui.deterministic import same_every_time

    return same_every_time()


def start() -> int:
    """Run as a program of its own: give up what a program can give up first, then do what was asked."""
    from multiprocessing import freeze_support

    from copilot import egress, hardening, logs

    freeze_support()
    hardening.harden()
    logs.start()
    egress.shut()
    return main()


if __name__ == "__main__":
    raise SystemExit(start())

"""Runs in the frozen program before anything is imported: what somebody planted in its surroundings goes.

PyInstaller's own hooks come after this one and say where the program's own plug-ins lie.
"""

from copilot.hardening import harden_installed

harden_installed()

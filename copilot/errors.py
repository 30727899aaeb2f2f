"""The two kinds of errors: the world's (`KnownError`) and ours (everything else, a bug)."""

from __future__ import annotations


class KnownError(Exception):
    """Something outside the program is wrong: says what happened, where, and what the person can do.

    The message is shown as it stands, so it holds no patient data beyond a path that the person gave.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return one line: where, what, what to do."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.remedy}".strip()


class InputError(KnownError):
    """A file or a note could not be read at all (exit code 3 on the command line)."""


class PatientChoiceError(InputError):
    """Several patients share one input and none was chosen; `choices` are (id, one-line description)."""

    def __init__(self, choices: tuple[tuple[str, str], ...], *, where: str) -> None:
        ids = ", ".join(identifier for identifier, _ in choices)
        super().__init__(f"holds {len(choices)} patients ({ids}).", where=where, remedy="Choose one with --patient ID.")
        self.choices = choices


class ModelError(KnownError):
    """The language model could not be loaded or stopped working; the differential is not affected."""


class ModelCrashError(ModelError):
    """The model's process ended. `rested` means that it left by itself after a long quiet time."""

    def __init__(self, what: str, *, remedy: str = "", rested: bool = False) -> None:
        super().__init__(what, remedy=remedy)
        self.rested = rested


class RepeatedCrashError(ModelError):
    """This model has ended its process again and again; it is started only if the person asks for it."""


class UntrustedError(ModelError):
    """A signature is not that of the trusted key, or not of what it lies beside."""


class KnowledgeError(KnownError):
    """A knowledge source file breaks a rule; `where` is file:line."""


class ServerError(KnownError):
    """A FHIR server (or what stands between) refused, garbled or did not answer; `status` is HTTP's, 0 without one.

    The message names the server and what was asked by type, never a patient, a token or a query string.
    """

    def __init__(self, what: str, *, where: str = "", remedy: str = "", status: int = 0) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.status = status


class MergedPatientError(ServerError):
    """The patient's record was merged into another or withdrawn; `other` is the current one's id, "" if not told.

    Nothing is followed by itself: the person decides which record is meant.
    """

    def __init__(self, other: str, *, where: str) -> None:
        if other:
            what = f"this patient's record was merged into another (id {other})."
            remedy = "Open that one, or this one all the same."
        else:
            what = "this patient's record is marked as not in use; it may have been merged into another."
            remedy = "Search for the patient again, or open it all the same."
        super().__init__(what, where=where, remedy=remedy)
        self.other = other


class SignInError(KnownError):
    """Nobody is signed in (any more), or the sign-in failed; what is on the screen stays."""


class StoppedError(KnownError):
    """The person pressed Cancel."""

    def __init__(self) -> None:
        super().__init__("Stopped as you asked.")

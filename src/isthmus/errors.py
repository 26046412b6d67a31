"""One tree of errors: each says whose fault it is, how to repair it, and which HTTP status it has.

A message states what was expected, what came, and where. It never holds a secret, and nothing
goes to a partner that the partner did not send.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from isthmus.phrases import Phrase, Said, phrase, say

Fault = Literal[
    "input", "agreement", "access", "partner", "unavailable", "state", "integrity", "settings"
]


class IsthmusError(Exception):
    """The root: a stable code, whose fault it is, a repair hint and an HTTP status."""

    code: ClassVar[str] = "isthmus"
    fault: ClassVar[Fault] = "state"
    status: ClassVar[int] = 500
    hint: ClassVar[Phrase] = say("see the node's log; report this as a defect if it stays")

    def __init__(self, message: Said, *, repair: Said | None = None) -> None:
        super().__init__(str(message))
        self.message = phrase(message)
        self.repair = phrase(repair or self.hint)


class InputError(IsthmusError):
    """What was delivered cannot be taken as it is."""

    code = "input.invalid"
    fault: ClassVar[Fault] = "input"
    status = 422
    hint = say("correct the value and send it again")


class MalformedRecord(InputError):
    """One record, or one field of it, breaks its format."""

    code = "input.malformed"


class MalformedDelivery(InputError):
    """A delivery as a whole cannot be read: cut off, of another format, or hostile."""

    code = "input.delivery"
    hint = say("deliver the file again from its source; nothing of it was retracted")


class PapersMissing(InputError):
    """A statement came without source, grade, label or retention."""

    code = "input.papers"
    hint = say("give the feed a label, a default grade, a legal basis and a retention rule")


class MappingInvalid(InputError):
    """A mapping, rule or ontology file breaks its own format."""

    code = "input.mapping"
    hint = say("mend the named line of the file; the reference page lists what may stand there")


class AgreementInvalid(IsthmusError):
    """The document of an agreement cannot be taken as it is."""

    code = "agreement.invalid"
    fault: ClassVar[Fault] = "agreement"
    status = 422
    hint = say("mend the article that is named; the reference page lists what may stand in it")


class PartnerError(IsthmusError):
    """A partner's message cannot be believed, or not now. Its words are for the own log alone."""

    code = "partner.refused"
    fault: ClassVar[Fault] = "partner"
    status = 400
    hint = say("ask the partner to send it again; see the audit log for what was wrong")


class OutOfOrder(PartnerError):
    """A message came before one that must come first. `expected`: that one's number."""

    code = "partner.order"
    status = 409
    hint = say("send the messages from the number that is expected")

    expected: int = 0

    @classmethod
    def at(cls, expected: int) -> OutOfOrder:
        """Make the error that names the number which is expected."""
        error = cls(say("expected sequence {expected}, got a later one", expected=expected))
        error.expected = expected
        return error


class NotFound(InputError):
    """There is nothing under this id that the reader may see."""

    code = "input.unknown"
    status = 404
    hint = say("check the id; it may also have been recalled or erased")


class AccessError(IsthmusError):
    """The principal may not do this."""

    code = "access.denied"
    fault: ClassVar[Fault] = "access"
    status = 403
    hint = say("ask your administrator for the role, or state a purpose that your role has")


class SignInRequired(AccessError):
    """Nobody is signed in, or the session has ended."""

    code = "access.sign_in"
    status = 401
    hint = say("sign in again")


class SignInRefused(AccessError):
    """Name and password do not open a session."""

    code = "access.sign_in_refused"
    status = 401
    hint = say("check name and password; after repeated failures the account waits")


class PurposeRequired(AccessError):
    """A read or an act came without a purpose, or with one that the principal does not hold."""

    code = "access.purpose"
    status = 403
    hint = say("choose one of your purposes")


class StateError(IsthmusError):
    """The thing is not in a state that allows this act."""

    code = "state.conflict"
    fault: ClassVar[Fault] = "state"
    status = 409
    hint = say("read it again: somebody or something changed it in between")


class TrainingImpossible(StateError):
    """The records hold too little to estimate weights from."""

    code = "state.training"
    hint = say("train once more records have come in, or on another kind of entity")


class Unaudited(StateError):
    """A unit of work wanted to commit a change without its audit entry."""

    code = "state.unaudited"
    status = 500
    hint = say("a flow forgot its audit entry; this is a defect")


class UnavailableError(IsthmusError):
    """Something that is needed does not answer now."""

    code = "unavailable"
    fault: ClassVar[Fault] = "unavailable"
    status = 503
    hint = say("try again later")


class IntegrityError(IsthmusError):
    """What is stored does not prove what it claims."""

    code = "integrity.broken"
    fault: ClassVar[Fault] = "integrity"
    hint = say("stop, keep the folder as it is, and compare with the last witnessed checkpoint")


class SettingsError(IsthmusError):
    """A setting, a key file or an installed part is missing or wrong."""

    code = "settings.invalid"
    fault: ClassVar[Fault] = "settings"
    hint = say("see the settings reference")

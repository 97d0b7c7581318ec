"""How the administration of people says no."""

from mangnon.kernel.refusals import Refusal
from mangnon.kernel.workbooks import BadWorkbook


class BadPerson(Refusal):
    """What was typed about a person cannot be."""

    code = "bad_person"


class UsernameTaken(BadPerson):
    """Somebody has the user name."""

    code = "username_taken"


class BadPost(Refusal):
    """The post cannot be held so: its days, its agency or its role are wrong."""

    code = "bad_post"


class Separation(Refusal):
    """Nobody gives rights to oneself."""

    code = "separation_of_duties"


class LastAdministrator(Refusal):
    """The province would be left without an administrator."""

    code = "last_administrator"


class NeedsReceiver(Refusal):
    """Open work would be left without anybody who may do it."""

    code = "needs_receiver"


class BadInvitation(Refusal):
    """The code is unknown, used, revoked or too old."""

    code = "bad_invitation"


class BadPeopleFile(BadWorkbook):
    """The file of people cannot be read at all."""

    code = "bad_people_file"

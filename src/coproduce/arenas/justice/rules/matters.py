"""Whether a matter belongs here at all, and whether a circle may be held: nobody is brought before anybody unasked.

Minor harm alone. Violence, sexual harm, coercion, children at risk and weapons are refused, with whom to call:
youth courts hear a first, minor, non-violent matter (OJJDP, Teen Courts: A Focus on Research, 2000).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from coproduce.arenas.justice.rules.sets import STANDARD, Rules
from coproduce.core.arena import told_as
from coproduce.core.refusal import Refusal
from coproduce.core.rule_sets import RuleSet

#: Minor harm: what neighbours and peers answer.
KINDS: Mapping[str, str] = {
    "damage": "Something was damaged",
    "taking": "Something was taken",
    "insult": "Hurting words",
    "noise": "Noise",
    "litter": "Litter, or paint on a wall",
    "trespass": "Somewhere they should not have been",
    "quarrel": "A quarrel between neighbours",
}

#: Serious harm, and the rule that says whom to call: never answered here.
SERIOUS: Mapping[str, str] = {
    "violence": "in_danger",
    "weapon": "in_danger",
    "weapons": "in_danger",
    "sexual harm": "for_safety",
    "coercion": "for_safety",
    "child at risk": "for_children",
    "children at risk": "for_children",
}

#: How somebody harmed may take part. Each is a good answer, and each may be taken back.
IN_PERSON, BY_LETTER, THROUGH_SOMEONE, NOT_AT_ALL, STOPPED = (
    "in person", "by letter", "through someone", "not at all", "stopped"
)  # fmt: skip
WAYS = (IN_PERSON, BY_LETTER, THROUGH_SOMEONE, NOT_AT_ALL)

#: With these ways something of them is heard, with the others nothing is.
TAKES_PART = (IN_PERSON, BY_LETTER, THROUGH_SOMEONE)


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody reports: what it was, what else was seen of it, and by what both sides can be told apart.

    `signs` are what makes harm serious. `reference` is the referrer's own word for the matter, and `known` those that
    stand here; a contact is how somebody is reached, one or several. `is_sealed` where a list that is brought says so.
    """

    kind: str
    signs: str | Collection[str] = ()
    respondent: object = ""
    harmed: object = ""
    respondent_contact: str | Collection[str] = ""
    harmed_contact: str | Collection[str] = ""
    reference: str = ""
    known: Collection[str] = ()
    is_sealed: bool = False


def eligible(
    matter: Matter | Mapping[str, Any], rules: Rules | RuleSet[Rules] | Mapping[str, Any] = STANDARD
) -> Refusal | None:
    """None when peers may answer this, else why not and what to do: of serious harm, whom to call.

    >>> eligible(Matter("damage", respondent="Ben", harmed="Ana")) is None
    True
    >>> str(eligible({"kind": "damage", "signs": ["weapon"]}))
    'This is too serious to be answered here. Call the police: 999, or 112.'
    >>> eligible(Matter("damage", respondent="Ben", harmed="Ben")).code
    'SAME_PERSON'
    >>> eligible(Matter("noise", respondent_contact="01632 960 001", harmed_contact="+44 1632 960001")).code
    'PRESSURE'
    """
    matter, rules = told_as(Matter, matter), told_as(Rules, rules)
    said = [_word(matter.kind), *filter(None, map(_word, _several(matter.signs)))]
    for word in said:
        if word in SERIOUS:
            return Refusal(
                "SERIOUS", "This is too serious to be answered here. Call %(whom)s.", "signs",
                {"whom": str(getattr(rules, SERIOUS[word]))},
            )  # fmt: skip
    if said[0] not in KINDS:
        return Refusal("UNKNOWN_KIND", "Choose what kind of harm it was; ask the desk where none fits.", "kind")
    if said[1:]:
        return Refusal("UNKNOWN_SIGN", "Something was said of it that is not known here. Ask the desk first.", "signs")
    if matter.is_sealed:
        return Refusal("SEALED", "What is sealed is brought nowhere. Take this row out of the list.", "is_sealed")
    if matter.respondent and matter.respondent == matter.harmed:
        return Refusal("SAME_PERSON", "Who was harmed and who did it are two people.", "harmed")
    if is_one_contact(matter.harmed_contact, matter.respondent_contact):
        return Refusal(
            "PRESSURE", "Both are reached at one number, and one may not be free to speak. Ask each by themselves, "
            "at a number of their own.", "harmed",
        )  # fmt: skip
    if matter.reference.strip() and _word(matter.reference) in {_word(one) for one in matter.known}:
        return Refusal("KNOWN", "This matter is here already: go on with that one.", "reference")
    return None


@dataclass(frozen=True, slots=True)
class Said:
    """What everybody has said before a circle. None is not asked yet."""

    harmed_way: str = ""
    has_accepted: bool | None = None
    respondent_is_minor: bool = False
    respondent_guardian_yes: bool | None = None
    harmed_is_minor: bool = False
    harmed_guardian_yes: bool | None = None
    facilitator_is_adult: bool = True


def may_hear(said: Said | Mapping[str, Any]) -> Refusal | None:
    """None when a circle may be held, else whose yes is missing. Nobody's yes is taken for another's.

    >>> may_hear(Said("by letter", has_accepted=True)) is None
    True
    >>> may_hear(Said(has_accepted=True)).code, may_hear(Said("by letter")).code
    ('HARMED_NOT_ASKED', 'NOT_ACCEPTED')
    >>> may_hear(Said("in person", True, respondent_is_minor=True)).code
    'GUARDIAN'
    """
    said = told_as(Said, said)
    if said.harmed_way == STOPPED:
        return Refusal("HARMED_STOPPED", "Whoever was harmed stopped: there is no circle. Close it.", "matter")
    if said.harmed_way not in WAYS:
        return Refusal(
            "HARMED_NOT_ASKED", "First ask whoever was harmed whether and how they want to take part.", "matter"
        )
    if not said.has_accepted:
        return Refusal("NOT_ACCEPTED", "Nobody is heard who has not said freely that they did it.", "matter")
    guarded = [said.respondent_guardian_yes] if said.respondent_is_minor else []
    if said.harmed_is_minor and said.harmed_way in TAKES_PART:
        guarded.append(said.harmed_guardian_yes)
    if not all(guarded):
        return Refusal("GUARDIAN", "Somebody is not of age: a guardian of theirs has to say yes first.", "matter")
    if (said.respondent_is_minor or said.harmed_is_minor) and not said.facilitator_is_adult:
        return Refusal("ADULT", "Somebody is not of age: an adult has to lead this circle.", "matter")
    return None


def is_one_contact(one: str | Collection[str], other: str | Collection[str]) -> bool:
    """Whether two are reached at one number or address, in whatever they are reached by.

    >>> is_one_contact("01632 960 001", ("", "+44 1632 960001")), is_one_contact("", ("", ""))
    (True, False)
    """
    first, second = ({_number(said) for said in _several(contact)} - {""} for contact in (one, other))
    return bool(first & second)


def _several(said: str | Collection[str]) -> Collection[str]:
    return (said,) if isinstance(said, str) else said


def _word(said: str) -> str:
    return " ".join(said.lower().split())


def _number(contact: str) -> str:
    """What a telephone or an address comes to, however it is written: the last nine figures, or the address.

    >>> _number("+44 1632 960001") == _number("01632 960 001"), _number(" Ana@x.example") == _number("ana@X.example")
    (True, True)
    """
    figures = "".join(letter for letter in contact if letter.isdecimal())
    return _word(contact) if "@" in contact else figures[-9:]

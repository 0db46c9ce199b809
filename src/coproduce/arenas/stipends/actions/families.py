"""The verbs of families: whom the programme recognises, who is paid for them, and their children at school."""

from dataclasses import dataclass
from datetime import date
from re import fullmatch
from uuid import UUID

from coproduce.arenas.stipends.models import Child, Family
from coproduce.arenas.stipends.queries.records import here
from coproduce.community.base import policy
from coproduce.community.base.action import NOT_ALLOWED, action
from coproduce.community.base.actor import Actor
from coproduce.community.base.done import Done
from coproduce.community.base.one import the_one
from coproduce.community.people.models import Membership
from coproduce.core.quantity import Quantity, unit_of_money
from coproduce.core.refusal import Refusal
from coproduce.core.words import may_say
from coproduce.interop.paying import is_iban, plain_iban

NO_FAMILY = Refusal("NOT_FOUND", "There is no such family here. Ask the desk.", "family")
SEXES = ("", "girl", "boy", "other")
DISABILITIES = ("", "yes", "no")
MOST_ADULTS = 20
OLDEST_YEARS = 25


@dataclass(frozen=True, slots=True)
class TakenOn:
    """Which family it is, by who is paid for it, and whether it is new."""

    family: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Which child it is, and whether it is new."""

    child: UUID
    is_new: bool


@action("stipends.take_on_family", receipt=TakenOn)
def take_on_family(
    actor: Actor, *, family: UUID, adults: int, income: Quantity, pay_to: str, request_id: UUID
) -> Done[TakenOn] | Refusal:
    """Take on a family by the member who is paid for it: how many adults, what they earn in a month, where to pay.

    That is a telephone with its country, or an account by its IBAN. Once more changes it from now on. Whoever is paid
    is of age, and no two families are paid on one telephone or account.
    """
    if not policy.may(actor, "stipends.take_on_family"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    here_now = Membership.objects.select_related("agent").filter(community=place.community, agent__public_id=family)
    whose = the_one(here_now.filter(state=Membership.ACTIVE))
    if whose is None:
        return NO_FAMILY
    if whose.is_minor(place.today):
        return Refusal("PAYEE_IS_CHILD", "Money is paid to somebody of age: choose who that is.", "family")
    pay_to = pay_to.strip() if pay_to.strip().startswith("+") else plain_iban(pay_to)
    if fault := _may_take_on(adults, income, pay_to, place.community.currency):
        return fault
    others = Family.objects.filter(community=place.community, pay_to=pay_to).exclude(agent=whose.agent)
    if others.exists():
        return Refusal("PAY_TO_TAKEN", "Another family is paid there: look whose it is now.", "pay_to")
    said = {"adults": adults, "income_month_minor": income.minor, "pay_to": pay_to}
    first = {**said, "community": place.community, "since_on": place.today.replace(day=1)}
    _, is_new = Family.objects.update_or_create(agent=whose.agent, defaults=said, create_defaults=first)
    return Done(TakenOn(family, is_new))


@action("stipends.enrol_child", receipt=Enrolled)
def enrol_child(
    actor: Actor,
    *,
    family: UUID,
    name: str,
    number: str,
    school: str,
    born_on: date,
    class_name: str = "",
    sex: str = "",
    disability: str = "",
    request_id: UUID,
) -> Done[Enrolled] | Refusal:
    """Write down a child at school, by the number the school knows it by. Known already, its school and class change.

    A child belongs to one family and one number: two who claim it, or two schools that have it, are looked at first.
    """
    if not policy.may(actor, "stipends.enrol_child"):
        return NOT_ALLOWED
    place = here(actor.community_id)
    whose = the_one(Family.objects.filter(community=place.community, agent__public_id=family))
    if whose is None:
        return NO_FAMILY
    fault = (
        may_say(name, "name", 120, "Write the child’s name.")
        or may_say(number, "number", 40, "Write the number the school knows the child by.")
        or may_say(school, "school", 80, "Write which school it is.")
        or may_say(class_name, "class_name", 20)
    )
    if fault:
        return fault
    if sex not in SEXES:
        return Refusal("UNKNOWN_WORD", "Write girl, boy or other, or leave it out.", "sex")
    if disability not in DISABILITIES:
        return Refusal("UNKNOWN_WORD", "Write yes or no, or leave it out.", "disability")
    if not place.today.year - OLDEST_YEARS <= born_on.year or born_on > place.today:
        return Refusal("WRONG_DAY", "Look at the day of birth: no child here was born on it.", "born_on")
    name, number, school = name.strip(), number.strip(), school.strip()
    children = Child.objects.filter(community=place.community)
    known = the_one(children.filter(number=number))
    if known and known.family_id != whose.pk:
        return Refusal("TWO_CLAIM", "Another family has this child: ask both before it is changed.", "number")
    if known and known.born_on != born_on:
        return Refusal("OTHER_CHILD", "This number is of a child born on another day. Look at the number.", "number")
    alike = children.filter(name__iexact=name, born_on=born_on).exclude(number=number)
    if not known and alike.exists():
        return Refusal(
            "TWICE", "A child of this name and day of birth is here by another number: it may be the same.", "name"
        )
    said = {"name": name, "school": school, "class_name": class_name.strip(), "sex": sex, "disability": disability}
    if known:
        Child.objects.filter(pk=known.pk).update(**said)
        return Done(Enrolled(known.public_id, False))
    made = Child.objects.create(community=place.community, family=whose, number=number, born_on=born_on, **said)
    return Done(Enrolled(made.public_id, True))


def _may_take_on(adults: int, income: Quantity, pay_to: str, currency: str) -> Refusal | None:
    if not 1 <= adults <= MOST_ADULTS:
        return Refusal("WRONG_NUMBER", "Say how many adults live in the family: 1 to %(most)s.", "adults",
                       {"most": str(MOST_ADULTS)})  # fmt: skip
    if income.unit != unit_of_money(currency) or not 0 <= income.minor < 2**31:
        return Refusal("UNIT_MISMATCH", "Write what they earn in a month in the money used here.", "income")
    if not fullmatch(r"\+[1-9]\d{6,14}", pay_to) and not is_iban(pay_to):
        return Refusal(
            "NOT_PAY_TO",
            "Write a telephone with + and its country, like +5581999990000, or the IBAN of an account, digit by digit.",
            "pay_to",
        )
    return None

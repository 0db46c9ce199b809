"""A new e-mail address of somebody: where they sign in, and wherever they shared the old one."""

from uuid import uuid4

from django.db import transaction

from coproduce.community.base import audit
from coproduce.community.base.actor import Actor
from coproduce.community.people.models import Account, Card, Membership


def is_taken(email: str, account: Account) -> bool:
    """Whether somebody else signs in with this address."""
    return Account.objects.filter(email__iexact=email).exclude(pk=account.pk).exists()


@transaction.atomic
def move_to(account: Account, email: str) -> None:
    """Sign in with this address from now on; what was shared moves along, and no card made before opens any more."""
    theirs = Membership.objects.filter(person__account=account)
    if account.email:
        theirs.filter(shared_email__iexact=account.email).update(shared_email=email)
    account.email = email
    account.save(update_fields=["email"])
    Card.objects.filter(account=account, spent_at=None).delete()
    whose = theirs.values_list("person_id", flat=True).first()
    audit.write_done(Actor(0, None, whose), "people.move_address", uuid4(), b"", {})

"""Tokens for scripts: signed by the installation, good for ninety days, void once the account is paused."""

from datetime import timedelta

from django.core import signing

from coproduce.community.people.models import Account

LASTS = timedelta(days=90)
SALT = "coproduce.token"


def token_for(account: Account) -> str:
    """A token that lets a script act as this account."""
    return signing.dumps({"account": account.pk}, salt=SALT)


def account_of(token: str) -> Account | None:
    """Whose token this is; None when it was not signed here, is too old, or the account is paused."""
    try:
        said = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Account.objects.filter(pk=said["account"], is_active=True).first()

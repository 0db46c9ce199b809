"""Tokens for scripts."""

from typing import Annotated

import typer

from coproduce.cli.saying import django_ready, fail


def token(who: Annotated[str, typer.Option("--as", help="E-mail address of the account the script acts as.")]) -> None:
    """Print a token for the API, good for ninety days. Keep it like a key."""
    django_ready()
    from coproduce.community.people.models import Account
    from coproduce.community.people.tokens import token_for

    account = Account.objects.filter(email=who.strip().lower(), is_active=True).first()
    if account is None:
        fail(f"No account signs in with {who}.")
    typer.echo(token_for(account))

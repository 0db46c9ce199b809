"""Where somebody is signed in, and what others have begun to write about them: both stand in sessions."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from coproduce.community.privacy.marks import Marks
from coproduce.community.privacy.whose import Somebody


def end(whose: Somebody, marks: Marks, stay: tuple[int, ...]) -> None:
    """Their own sessions end, but for accounts that `stay`; drafts of others that name them are thrown away."""
    theirs, kept = ({str(account) for account in some} for some in (whose.accounts, stay))
    for session in Session.objects.iterator():
        held: dict[str, Any] = session.get_decoded()
        if held.get(SESSION_KEY) in theirs or (SESSION_KEY not in held and marks.are_in(held)):
            session.delete()
        elif held.get(SESSION_KEY) not in kept and marks.are_in(held):
            Session.objects.filter(pk=session.pk).update(session_data=_without(held, marks))


def _without(held: dict[str, Any], marks: Marks) -> str:
    """What a session holds, once what names them is gone from it."""
    kept = {name: value for name, value in held.items() if name == "drafts" or not marks.are_in(value)}
    if "drafts" in kept:
        kept["drafts"] = {name: draft for name, draft in kept["drafts"].items() if not marks.are_in(draft)}
    return SessionStore().encode(kept)

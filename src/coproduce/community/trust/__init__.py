"""Who looks out for whom: said by people, seen in what they did for each other, and noticed when it grows silent.

Nobody is scored and nobody is watched: a tie is what two people said or did, silence of a screen is no sign of
anything, and whoever wants it noticed that nobody heard from them says so. Vouching, which opens roles, stands with the
roles in `people/vouching`. Deliberately not here: health, how lonely anybody is, and any step that nobody decides on.
"""

from coproduce.core.arena import Room

_VERBS = {
    "ties": ("look_out_for", "answer_tie", "let_go", "introduce"),
    "net": ("keep_rhythm", "end_rhythm", "note_heard", "note_unreached"),
}

ROOM = Room(
    slug="trust",
    name="Trust",
    verbs=tuple(
        f"coproduce.community.trust.actions.{where}.{verb}" for where, verbs in _VERBS.items() for verb in verbs
    ),
)

"""Who may read what the ledger holds."""

from coproduce.community.base.policy import Row

ROWS = (
    Row("ledger.read_statement", "member", "own", why="Everyone sees what they gave and received."),
    Row("ledger.read_statement", "broker", why="The desk reads it out to people; each reading is written down."),
    Row(
        "ledger.read_statement", "treasurer", why="The books are the treasurer's to keep; each reading is written down."
    ),
    Row(
        "ledger.read_past_limits",
        "broker",
        why="To ring whoever is past the hours agreed on; reading it is written down.",
    ),
    Row("ledger.read_past_limits", "treasurer"),
    Row("ledger.change_limit", "treasurer", why="The books are the treasurer's; everybody it is about is told."),
    Row("ledger.change_limit", "broker", why="Where nobody keeps the books but the desk. Each change is written down."),
    *(
        Row(f"ledger.{verb}", role, why="What was agreed on is kept, and let go in the open; both sides are told.")
        for verb in ("keep_back", "release_hold", "read_holds")
        for role in ("broker", "treasurer")
    ),
    Row("ledger.read_limit_changes", "treasurer"),
    Row("ledger.read_limit_changes", "broker"),
    *(
        Row(f"ledger.{verb}", role, why="Put right in the open; what is much takes two.")
        for verb in (
            "take_back",
            "agree_to_take_back",
            "decline_to_take_back",
            "read_undoings",
            "set_undoing",
            "agree_to_set_undoing",
            "decline_to_set_undoing",
        )
        for role in ("broker", "treasurer")
    ),
    Row("ledger.read_books", "member", result="mask", why="Where hours come from is everybody's; 1 to 7 is hidden."),
    Row("ledger.read_books", "broker", why="The desk sees its books whole."),
    Row("ledger.read_books", "treasurer", why="The treasurer sees the books whole."),
    Row("ledger.read_accounts", "treasurer", why="The books are theirs to keep; each reading is written down."),
    Row("ledger.read_accounts", "broker", why="Where nobody keeps the books but the desk."),
    Row("ledger.read_journal", "treasurer", why="To take the books along; it is written down for everybody in them."),
    Row("ledger.read_journal", "broker", why="Where nobody keeps the books but the desk."),
    Row("ledger.close_books", "treasurer", why="What was reported stays as it was."),
    Row("ledger.close_books", "broker", why="Where nobody keeps the books but the desk."),
    Row("ledger.open_books", "treasurer", why="With a reason everybody at the desk reads."),
    Row("ledger.open_books", "broker"),
    Row("ledger.read_closings", "treasurer"),
    Row("ledger.read_closings", "broker"),
    *(
        Row(f"ledger.{verb}", role, why="Whoever keeps the books or looks through them can see that they are right.")
        for verb in ("verify", "seal", "anchor", "read_proof")
        for role in ("broker", "treasurer", "auditor")
    ),
)

#: What a trusted helper may read for who named them.
BY_HELPER = {"ledger.read_statement": "", "ledger.read_books": ""}

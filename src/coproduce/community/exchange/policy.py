"""Who may offer, need, and read the lists."""

from coproduce.community.base.policy import Row

#: What somebody does in a thread of their own.
SPOKEN = ("propose", "agree", "change_plan", "say", "call_off", "miss", "do", "confirm", "dispute")

#: What whoever organises an occasion does, and what somebody does about a place or a calendar of their own.
ORGANISED = ("open_occasion", "change_occasion", "cancel_occasion", "record_came")
COMING = (
    "sign_up", "cancel_sign_up", "swap", "keep_place", "take_place", "make_calendar_address",
    "revoke_calendar_address",
)  # fmt: skip

ROWS = (
    Row("exchange.read_ward", "member", why="A guardian sees what their ward agreed to, and nobody else does."),
    Row("exchange.offer", "member", "own", why="Everyone says for themselves what they would do."),
    Row("exchange.offer", "broker", why="The desk writes it down for people who ring."),
    Row("exchange.need", "member", "own", why="Everyone says for themselves what would help."),
    Row("exchange.need", "broker", why="The desk writes it down for people who ring."),
    Row("exchange.need", "link worker", why="A link worker asks on behalf of someone she supports."),
    *(
        Row(f"exchange.{verb}", "member", "own", why="Everyone speaks for themselves.")
        for verb in (*SPOKEN, "renew", "pause", "withdraw", "thank", "say_ready", "answer", "read_threads")
    ),
    *(
        Row(f"exchange.{verb}", "broker", why="The desk does it for people who ring; it is written down as theirs.")
        for verb in (*SPOKEN, "renew", "pause", "withdraw", "thank", "say_ready", "answer", "read_threads")
    ),
    Row("exchange.record", "member", "own", why="Help one gave or was given; the other says whether it is right."),
    Row("exchange.record", "broker", why="The desk writes it down for somebody who says so; the other confirms."),
    Row("exchange.read_paste", "broker", why="The desk reads what came by chat or e-mail; nothing of it is kept."),
    Row("exchange.ask_back", "broker", why="Somebody at the desk asks, never the one who helped."),
    Row("exchange.settle_member", "broker", why="The desk knows somebody well enough, and says why."),
    Row("exchange.read_settling", "member", "own", why="Who is new reads how often they help in company yet."),
    Row("exchange.read_settling", "broker", why="The desk introduces newcomers."),
    Row("exchange.correct", "broker", why="Hours are put right at the desk, in the open."),
    *(
        Row(f"exchange.{verb}_category", "broker", why="The desk keeps the list of what people do for each other.")
        for verb in ("add", "change", "retire", "bring_back")
    ),
    Row("exchange.record_history", "broker", why="The desk brings the books of the bank there was before."),
    Row("exchange.open_balances", "broker", why="The desk brings the hours people have from before."),
    *(
        Row(f"exchange.{verb}", "member", "own", why="Everyone invites and comes for themselves, or for their group.")
        for verb in (*ORGANISED, *COMING)
    ),
    *(
        Row(f"exchange.{verb}", "broker", why="The desk does it for people who ring; it is written down as theirs.")
        for verb in (*ORGANISED, *COMING)
    ),
    Row("exchange.read_weeks", "broker", why="The desk sees its books whole."),
    Row("exchange.read_weeks", "treasurer", why="The treasurer sees the books whole."),
    Row("exchange.read_weeks", "commissioner", result="mask", why="Who pays reads sums; 1 to 7 is hidden."),
    Row("exchange.read_weeks", "researcher", result="mask", why="Who studies it reads sums; 1 to 7 is hidden."),
    Row("exchange.keep_forecast", "broker", why="A forecast is kept before anybody can know, and scored later."),
    Row("exchange.keep_forecast", "treasurer", why="The treasurer plans by it."),
    Row("exchange.stand", "clockwork", "any", why="Hours that nobody answered stand after the community's days."),
    Row("exchange.read_lists", "member", why="Offers and needs are there to be seen by members."),
    Row("exchange.read_lists", "broker"),
    Row("exchange.read_lists", "link worker"),
)

#: What a trusted helper may do for who named them, and how these read of it; what is only read has no sentence.
BY_HELPER = {
    "exchange.read_settling": "",
    "exchange.offer": "%(helper)s wrote down for you something you offer.",
    "exchange.need": "%(helper)s wrote down for you something that would help you.",
    "exchange.renew": "%(helper)s renewed for you something you offer, or that would help you.",
    "exchange.pause": "%(helper)s put off for you something you offer, or that would help you.",
    "exchange.withdraw": "%(helper)s took back for you something you offered, or that would have helped you.",
    "exchange.propose": "%(helper)s asked somebody for you.",
    "exchange.agree": "%(helper)s said yes for you to what was suggested.",
    "exchange.change_plan": "%(helper)s suggested another day or place for you.",
    "exchange.say": "%(helper)s wrote something for you in one of your threads.",
    "exchange.call_off": "%(helper)s called something off for you.",
    "exchange.miss": "%(helper)s wrote down for you that something did not happen.",
    "exchange.do": "%(helper)s said for you that something happened, and how long it took.",
    "exchange.confirm": "%(helper)s said for you that hours are right, or which are.",
    "exchange.dispute": "%(helper)s said for you that you remember something differently.",
    "exchange.record": "%(helper)s wrote down for you help you gave or were given.",
    "exchange.thank": "%(helper)s said thank you for you.",
    "exchange.say_ready": "%(helper)s said for you that you are ready to be asked.",
    "exchange.answer": "%(helper)s answered for you what you were asked.",
    "exchange.sign_up": "%(helper)s said for you that you come to something.",
    "exchange.cancel_sign_up": "%(helper)s said for you that you cannot come to something.",
    "exchange.swap": "%(helper)s held out a place of yours to others.",
    "exchange.keep_place": "%(helper)s said for you that you keep your place.",
    "exchange.take_place": "%(helper)s took a place for you that somebody held out.",
    **dict.fromkeys(
        (
            f"exchange.read_{word}"
            for word in ("lists", "threads", "needs", "offers", "occasions", "places", "categories", "asks")
        ),
        "",
    ),
}

#: What members do themselves, and no helper for them, with the reason.
BY_NO_HELPER = {
    "exchange.read_ward": "Who says yes for another reads it themselves.",
    **dict.fromkeys(
        (f"exchange.{verb}" for verb in ORGANISED), "Whoever invites others sees to it themselves, or asks the desk."
    ),
    **dict.fromkeys(
        ("exchange.make_calendar_address", "exchange.revoke_calendar_address"),
        "An address would go on when the help has ended.",
    ),
}

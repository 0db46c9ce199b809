"""The ring itself: offers and needs, what was done, and who was helped.

Every arena's help passes through here: people agree in a thread, say what was
done, thank, and whoever was helped is asked back, once and kindly.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="exchange",
    name="Offers and needs",
    verbs=tuple(
        f"coproduce.community.exchange.{verb}"
        for verb in (
            "actions.offer",
            "actions.need",
            "actions.renew",
            "actions.pause",
            "actions.withdraw",
            "threads.propose",
            "threads.agree",
            "threads.change_plan",
            "threads.say",
            "threads.call_off",
            "threads.miss",
            "hours.do",
            "hours.confirm",
            "hours.dispute",
            "hours.record",
            "hours.stand",
            "contributions.thank",
            "contributions.correct",
            "asks.say_ready",
            "asks.ask_back",
            "asks.answer",
            "categories.add_category",
            "categories.change_category",
            "categories.retire_category",
            "categories.bring_back_category",
            "occasions.open_occasion",
            "occasion_changes.change_occasion",
            "occasion_changes.cancel_occasion",
            "occasion_came.record_came",
            "occasion_places.sign_up",
            "occasion_places.cancel_sign_up",
            "occasion_places.swap",
            "occasion_places.keep_place",
            "occasion_places.take_place",
            "calendars.make_calendar_address",
            "calendars.revoke_calendar_address",
            "history.record_history",
            "openings.open_balances",
        )
    ),
)

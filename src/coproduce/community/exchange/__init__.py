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
            "threads.actions.propose",
            "threads.actions.agree",
            "threads.actions.change_plan",
            "threads.actions.say",
            "threads.actions.call_off",
            "threads.actions.miss",
            "threads.hours.do",
            "threads.hours.confirm",
            "threads.hours.dispute",
            "threads.hours.record",
            "threads.hours.stand",
            "settling.actions.settle_member",
            "contributions.thank",
            "contributions.correct",
            "asks.actions.say_ready",
            "asks.actions.ask_back",
            "asks.actions.answer",
            "categories.actions.add_category",
            "categories.actions.change_category",
            "categories.actions.retire_category",
            "categories.actions.bring_back_category",
            "occasions.actions.open_occasion",
            "occasions.changes.change_occasion",
            "occasions.changes.cancel_occasion",
            "occasions.came.record_came",
            "occasions.places.sign_up",
            "occasions.places.cancel_sign_up",
            "occasions.places.swap",
            "occasions.places.keep_place",
            "occasions.places.take_place",
            "calendars.actions.make_calendar_address",
            "calendars.actions.revoke_calendar_address",
            "histories.actions.record_history",
            "histories.openings.open_balances",
            "weekly.actions.keep_forecast",
        )
    ),
)

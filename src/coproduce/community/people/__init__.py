"""People, and what they are to a community: member, household, organisation; what they can do; whom they may meet.

A person is global (a name, a way to sign in); a community sees a membership.
Deliberately not here: hours, and anything that would rank people.
"""

from coproduce.core.arena import Room

ROOM = Room(
    slug="people",
    name="People",
    verbs=(
        "coproduce.community.people.actions.open_community",
        "coproduce.community.people.actions.welcome",
        "coproduce.community.people.actions.print_card",
        "coproduce.community.people.actions.record_strength",
        "coproduce.community.people.applying.apply",
        "coproduce.community.people.applying.hear_reference",
        "coproduce.community.people.applying.accept",
        "coproduce.community.people.applying.decline",
        "coproduce.community.people.changing.pause",
        "coproduce.community.people.changing.resume",
        "coproduce.community.people.changing.leave",
        "coproduce.community.people.changing.change_details",
        "coproduce.community.people.changing.change_settings",
        "coproduce.community.people.rule_sets_choosing.choose_rules",
        "coproduce.community.people.gathering.form_group",
        "coproduce.community.people.gathering.merge",
        "coproduce.community.people.keys.make_key",
        "coproduce.community.people.keys.revoke_key",
        "coproduce.community.people.about_me.say_about_me",
        "coproduce.community.people.staff_hours.record_staff_hours",
    ),
)

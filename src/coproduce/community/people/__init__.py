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
        "coproduce.community.people.actions.record_strength",
        "coproduce.community.people.joining.applying.apply",
        "coproduce.community.people.joining.applying.hear_reference",
        "coproduce.community.people.joining.applying.accept",
        "coproduce.community.people.joining.applying.decline",
        "coproduce.community.people.changing.actions.pause",
        "coproduce.community.people.changing.actions.resume",
        "coproduce.community.people.changing.actions.leave",
        "coproduce.community.people.changing.actions.change_details",
        "coproduce.community.people.changing.actions.change_settings",
        "coproduce.community.people.apart.actions.block",
        "coproduce.community.people.apart.actions.unblock",
        "coproduce.community.people.guarding.actions.say_age_band",
        "coproduce.community.people.guarding.actions.name_guardian",
        "coproduce.community.people.guarding.actions.end_guardian",
        "coproduce.community.people.guarding.actions.say_yes_for",
        "coproduce.community.people.guarding.actions.take_back_yes",
        "coproduce.community.people.helping.actions.name_helper",
        "coproduce.community.people.helping.actions.end_helper",
        "coproduce.community.people.rule_sets.choosing.choose_rules",
        "coproduce.community.people.uploads.actions.hand_in",
        "coproduce.community.people.uploads.actions.take_away",
        "coproduce.community.people.consent.actions.consent",
        "coproduce.community.people.consent.actions.withdraw_consent",
        "coproduce.community.people.consent.actions.write_wording",
        "coproduce.community.people.safeguarding.actions.attest",
        "coproduce.community.people.safeguarding.actions.renew_attestation",
        "coproduce.community.people.safeguarding.actions.withdraw_attestation",
        "coproduce.community.people.changing.gathering.form_group",
        "coproduce.community.people.changing.gathering.merge",
        "coproduce.community.people.signing_in.actions.choose_word",
        "coproduce.community.people.signing_in.actions.print_card",
        "coproduce.community.people.signing_in.actions.lost_phone",
        "coproduce.community.people.keys.actions.make_key",
        "coproduce.community.people.keys.actions.revoke_key",
        "coproduce.community.people.counting.about_me.say_about_me",
        "coproduce.community.people.counting.staff_hours.record_staff_hours",
    ),
)

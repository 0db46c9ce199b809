from django.urls import path

from coproduce.community.people import pages
from coproduce.community.people.apart import pages as pages_apart
from coproduce.community.people.bringing import pages as pages_bringing
from coproduce.community.people.changing import pages as pages_changing
from coproduce.community.people.concerns import pages as pages_concerns
from coproduce.community.people.consent import pages as pages_consent, statements as pages_statements
from coproduce.community.people.counting import pages as pages_counting
from coproduce.community.people.guarding import pages as pages_guarding
from coproduce.community.people.helping import pages as pages_helping
from coproduce.community.people.joining import pages as pages_joining, question_pages as pages_questions
from coproduce.community.people.keys import pages as pages_keys
from coproduce.community.people.roles import pages as pages_roles
from coproduce.community.people.safeguarding import pages as pages_safeguarding
from coproduce.community.people.signing_in import pages as pages_signing_in
from coproduce.community.people.uploads import pages as pages_uploads
from coproduce.community.people.vouching import pages as pages_vouching

urlpatterns = [
    path("", pages.listed, name="people"),
    path("welcome/", pages.welcome_page, name="welcome_member"),
    path("welcome/<uuid:draft>/<slug:step>/", pages.welcome_step, name="welcome_member_step"),
    path("join/", pages_joining.join, name="join"),
    path("join/thanks/", pages_joining.joined, name="joined"),
    path("join/questions/", pages_questions.listed, name="questions"),
    path("join/questions/new/", pages_questions.written, name="write_question"),
    path("join/questions/<uuid:question>/", pages_questions.written, name="change_question"),
    path("join/questions/<uuid:question>/retire/", pages_questions.retired, name="retire_question"),
    path("applicants/", pages_joining.listed, name="applicants"),
    path("applicants/heard/", pages_joining.heard, name="reference_heard"),
    path("applicants/<uuid:member>/accept/", pages_joining.accepted, name="accept_applicant"),
    path("applicants/<uuid:member>/decline/", pages_joining.declined, name="decline_applicant"),
    path("groups/new/", pages_changing.grouped, name="form_group"),
    path("settings/", pages_changing.settings, name="people_settings"),
    path("strengths/", pages.strengths, name="strengths"),
    path("keys/", pages_keys.listed, name="keys"),
    path("keys/revoke/", pages_keys.revoked, name="revoke_key"),
    path("keys/<uuid:key>/", pages_keys.made, name="key"),
    path("cards/<uuid:request_id>/", pages_signing_in.card, name="card"),
    path("bring/", pages_bringing.bring, name="bring"),
    path("bring/empty/<slug:kind>/", pages_bringing.empty, name="empty_list"),
    path("bring/<uuid:file>/", pages_bringing.shown, name="brought"),
    path("bring/<uuid:file>/columns/", pages_bringing.columns, name="brought_columns"),
    path("bring/<uuid:file>/set-aside/", pages_bringing.set_aside, name="brought_set_aside"),
    path("bring/<uuid:file>/differences/", pages_bringing.differences, name="brought_differences"),
    path("<uuid:member>/", pages.member_page, name="member"),
    path("looked-at/", pages_safeguarding.listed, name="attestations_due"),
    path("looked-at/<uuid:attestation>/renew/", pages_safeguarding.renewed, name="renew_attestation"),
    path("looked-at/<uuid:attestation>/withdraw/", pages_safeguarding.withdrawn, name="withdraw_attestation"),
    path("apart/", pages_apart.listed, name="apart"),
    path("<uuid:member>/apart/", pages_apart.blocked, name="block"),
    path("<uuid:member>/apart/back/", pages_apart.unblocked, name="unblock"),
    path("<uuid:member>/kept-apart/", pages_apart.kept, name="kept_apart"),
    path("<uuid:member>/kept-apart/<uuid:other>/end/", pages_apart.ended, name="end_apart"),
    path("worries/new/", pages_concerns.raised, name="raise_concern"),
    path("worries/said/", pages_concerns.said, name="worry_said"),
    path("worries/sheet/", pages_concerns.sheet, name="worry_sheet"),
    path("safety/closed/", pages_concerns.closed, name="worries_closed"),
    path("safety/<uuid:concern>/", pages_concerns.shown, name="concern"),
    path("<uuid:member>/worried/", pages_concerns.taken_down, name="take_down_concern"),
    path("safety/", pages_concerns.safety, name="safety"),
    path("<uuid:member>/roles/", pages_roles.shown, name="roles"),
    path("<uuid:member>/roles/take/", pages_roles.taken, name="take_role"),
    path("vouching/", pages_vouching.listed, name="vouching"),
    path("vouching/set/", pages_vouching.written, name="set_vouching"),
    path("<uuid:member>/vouching/", pages_vouching.shown, name="vouches"),
    path("<uuid:member>/vouching/vouch/", pages_vouching.vouched, name="vouch"),
    path("<uuid:member>/vouching/back/", pages_vouching.taken_back, name="take_back_vouch"),
    path("<uuid:member>/vouching/confirm/", pages_vouching.confirmed, name="confirm_role"),
    path("<uuid:member>/guardians/", pages_guarding.shown, name="guardians"),
    path("<uuid:member>/guardians/age/", pages_guarding.age, name="say_age_band"),
    path("<uuid:member>/guardians/new/", pages_guarding.named, name="name_guardian"),
    path("guardians/<uuid:guardian>/yes/<slug:what>/", pages_guarding.yes, name="say_yes_for"),
    path("guardians/<uuid:guardian>/back/<slug:what>/", pages_guarding.taken_back, name="take_back_yes"),
    path("guardians/<uuid:guardian>/end/", pages_guarding.ended, name="end_guardian"),
    path("helping/", pages_helping.helping, name="helping"),
    path("helping/stop/", pages_helping.stopped, name="stop_helping"),
    path("helping/<uuid:member>/begin/", pages_helping.begun, name="begin_helping"),
    path("helping/<uuid:helping>/end/", pages_helping.ended, name="end_helper"),
    path("<uuid:member>/helpers/", pages_helping.shown, name="helpers"),
    path("<uuid:member>/helpers/new/", pages_helping.named, name="name_helper"),
    path("<uuid:member>/helpers/done/", pages_helping.done, name="done_for"),
    path("<uuid:member>/may-meet/", pages_safeguarding.meeting, name="why_not"),
    path("<uuid:member>/looked-at/", pages_safeguarding.shown, name="attestations"),
    path("<uuid:member>/looked-at/new/", pages_safeguarding.attested, name="attest"),
    path("pictures/<uuid:upload>/", pages_uploads.shown, name="picture"),
    path("<uuid:member>/pictures/", pages_uploads.listed, name="pictures"),
    path("<uuid:member>/pictures/take-away/", pages_uploads.taken_away, name="take_away"),
    path("says/", pages_statements.listed, name="wordings"),
    path("says/<slug:scope>/", pages_statements.shown, name="wording"),
    path("says/<slug:scope>/write/", pages_statements.written, name="write_wording"),
    path("agreed/", pages_consent.not_yet, name="not_agreed"),
    path("<uuid:member>/yes/", pages_consent.listed, name="consents"),
    path("<uuid:member>/yes/sheet/", pages_consent.sheet, name="consent_sheet"),
    path("<uuid:member>/yes/<slug:scope>/", pages_consent.asked, name="consent"),
    path("<uuid:member>/yes/<slug:scope>/take-back/", pages_consent.taken_back, name="withdraw_consent"),
    path("staff-hours/", pages_counting.paid, name="staff_hours"),
    path("<uuid:member>/about/", pages_counting.about, name="about_me"),
    path("<uuid:member>/change/", pages_changing.changed, name="change_member"),
    path("<uuid:member>/rest/", pages_changing.rested, name="rest_member"),
    path("<uuid:member>/leave/", pages_changing.left, name="leave"),
    path("<uuid:member>/died/", pages_changing.died, name="died"),
    path("<uuid:member>/merge/", pages_changing.merged, name="merge_member"),
    path("<uuid:member>/signing-in/", pages_signing_in.shown, name="signing_in"),
    path("<uuid:member>/signing-in/card/", pages_signing_in.make_card, name="make_card"),
    path("<uuid:member>/signing-in/word/", pages_signing_in.word, name="choose_word"),
    path("<uuid:member>/signing-in/lost/", pages_signing_in.lost, name="lost_phone"),
]

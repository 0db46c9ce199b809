"""Addresses of the doors, and of how somebody signs in. Names that begin with account_ and mfa_ are allauth's."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second
from django.urls import path

from coproduce.web.signing_in import address, again, doors, pages

urlpatterns = [
    path("sign-in/", doors.sign_in, name="sign_in"),
    path("sign-in/", doors.sign_in, name="account_login"),
    path("sign-in/code/", allauth.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", doors.confirm_code, name="account_confirm_login_code"),
    path("sign-in/second-step/", second.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", doors.by_passkey, name="mfa_login_webauthn"),
    path("sign-in/again/", again.sign_in_again, name="sign_in_again"),
    path("sign-in/closed/", allauth.signup, name="account_signup"),
    path("sign-in/paused/", allauth.account_inactive, name="account_inactive"),
    path("sign-in/demo/<int:number>/", doors.demo_sign_in, name="demo_sign_in"),
    path("sign-out/", doors.sign_out, name="account_logout"),
    path("account/", pages.how_i_sign_in, name="how_i_sign_in"),
    path("account/", pages.how_i_sign_in, name="mfa_index"),
    path("account/second-step/", pages.offer, name="offer_second_step"),
    path("account/app/", pages.app, name="mfa_activate_totp"),
    path("account/app/off/", pages.app_off, name="mfa_deactivate_totp"),
    path("account/passkeys/", pages.new_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/off/", pages.passkey_off, name="mfa_remove_webauthn"),
    path("account/paper/", pages.paper, name="mfa_view_recovery_codes"),
    path("account/paper/new/", pages.new_paper, name="mfa_generate_recovery_codes"),
    path("account/address/", address.new_address, name="new_address"),
    path("account/address/code/", address.prove_address, name="prove_address"),
    path("account/devices/<uuid:device>/end/", pages.end_device, name="end_device"),
    path("account/devices/end/", pages.end_others, name="end_other_devices"),
]

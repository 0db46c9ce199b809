from django.urls import path

from coproduce.community.people import pages

urlpatterns = [
    path("", pages.listed, name="people"),
    path("welcome/", pages.welcome_page, name="welcome_member"),
    path("welcome/<uuid:draft>/<slug:step>/", pages.welcome_step, name="welcome_member_step"),
    path("strengths/", pages.strengths, name="strengths"),
    path("cards/<uuid:request_id>/", pages.card, name="card"),
    path("<uuid:member>/", pages.member_page, name="member"),
    path("<uuid:member>/card/", pages.make_card, name="make_card"),
]

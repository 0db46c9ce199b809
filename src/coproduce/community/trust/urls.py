from django.urls import path

from coproduce.community.trust.pages import circle, net, rhythm

urlpatterns = [
    path("", circle.shown, name="my_circle"),
    path("near/", circle.look_out, name="look_out"),
    path("answer/", circle.answered, name="answer_tie"),
    path("let-go/", circle.gone, name="let_go_of"),
    path("rhythm/", rhythm.mine, name="my_rhythm"),
    path("heard/<uuid:member>/", rhythm.noted, name="note_heard"),
    path("net/", net.shown, name="the_net"),
    path("net/introduce/", net.introduced, name="introduce"),
    path("streets/", net.mapped, name="streets"),
]

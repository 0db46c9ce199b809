from django.urls import path

from coproduce.arenas.play.pages import festivals, figures, library, mended, together

urlpatterns = [
    path("", festivals.page, name="play"),
    path("festivals/<uuid:festival>/", festivals.one, name="play_festival"),
    path("festivals/<uuid:festival>/poster/", festivals.poster, name="play_poster"),
    path("festivals/<uuid:festival>/picture/", festivals.picture, name="play_picture"),
    path("came/<uuid:occasion>/", festivals.came, name="play_came"),
    path("together/", together.page, name="play_together"),
    path("together/<uuid:goal>/", together.one, name="play_goal"),
    path("library/", library.page, name="play_library"),
    path("mended/", mended.page, name="play_mended"),
    path("figures/", figures.page, name="play_figures"),
    path("figures/work/", figures.work, name="play_work_moved"),
]

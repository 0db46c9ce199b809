from django.urls import path

from coproduce.arenas.learning.pages import figures, mine, stories, together, topics

urlpatterns = [
    path("", mine.page, name="learning"),
    path("want/", mine.begin, name="learning_want"),
    path("want/<uuid:draft>/<slug:step>/", mine.step, name="learning_want_step"),
    path("together/<uuid:thread>/", together.page, name="learning_together"),
    path("stories/", stories.page, name="learning_stories"),
    path("stories/take-back/", stories.take_back, name="learning_take_back"),
    path("topics/", topics.page, name="learning_topics"),
    path("figures/", figures.page, name="learning_figures"),
    path("figures/work/", figures.work, name="learning_work"),
]

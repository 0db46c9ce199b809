"""The addresses of the program while its pages are measured."""

from tests.bench.pages import addresses

urlpatterns = addresses()
handler404 = "coproduce.web.errors.not_there"

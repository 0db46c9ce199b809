from django.apps import AppConfig


class PlayConfig(AppConfig):
    name = "coproduce.arenas.play"
    label = "play"

from django.apps import AppConfig


class HomesConfig(AppConfig):
    name = "coproduce.arenas.homes"
    label = "homes"

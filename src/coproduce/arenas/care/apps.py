from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "coproduce.arenas.care"
    label = "care"

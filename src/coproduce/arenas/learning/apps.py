from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "coproduce.arenas.learning"
    label = "learning"

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "coproduce.community.decisions"
    label = "decisions"

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "coproduce.community.notices"
    label = "notices"

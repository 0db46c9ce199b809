from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "coproduce.web.lab"
    label = "lab"

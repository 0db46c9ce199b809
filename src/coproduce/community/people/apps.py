from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "coproduce.community.people"
    label = "people"

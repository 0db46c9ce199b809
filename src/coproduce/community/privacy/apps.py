from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "coproduce.community.privacy"
    label = "privacy"

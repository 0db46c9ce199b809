from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "coproduce.community.trust"
    label = "trust"

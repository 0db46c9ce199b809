from django.apps import AppConfig


class FoodConfig(AppConfig):
    name = "coproduce.arenas.food"
    label = "food"

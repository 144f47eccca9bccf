from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "onedoor.config"
    label = "config"

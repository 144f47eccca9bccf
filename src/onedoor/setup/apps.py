from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "onedoor.setup"
    label = "setup"

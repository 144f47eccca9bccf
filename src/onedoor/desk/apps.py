from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "onedoor.desk"
    label = "desk"

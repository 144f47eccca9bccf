from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "onedoor.citizen"
    label = "citizen"

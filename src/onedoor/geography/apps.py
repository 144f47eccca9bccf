from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "onedoor.geography"
    label = "geography"

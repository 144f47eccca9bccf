from django.apps import AppConfig


class GeographyConfig(AppConfig):
    name = "onedoor.geography"
    label = "geography"

    def ready(self) -> None:
        from onedoor.geography import events  # noqa: F401  (makes the events known)

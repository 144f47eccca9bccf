from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "onedoor.notices"
    label = "notices"

    def ready(self) -> None:
        from onedoor.notices import events, recipients, subscribers  # noqa: F401  (registers all three)

from django.apps import AppConfig


class SetupConfig(AppConfig):
    name = "onedoor.setup"
    label = "setup"

    def ready(self) -> None:
        from onedoor.setup import events  # noqa: F401  (registers them)

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "onedoor.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        from onedoor.dispatch import events, subscribers  # noqa: F401  (makes them known)

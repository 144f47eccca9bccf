from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "onedoor.hall"
    label = "hall"

    def ready(self) -> None:
        from onedoor.hall import events, subscribers  # noqa: F401  (makes the events and the duty of the night known)

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "onedoor.hall"
    label = "hall"

    def ready(self) -> None:
        from onedoor.hall import subscribers  # noqa: F401  (registers the duty of the night)

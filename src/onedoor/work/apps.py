from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "onedoor.work"
    label = "work"

    def ready(self) -> None:
        from onedoor.work import subscribers  # noqa: F401  (registers the subscribers)

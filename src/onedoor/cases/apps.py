from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "onedoor.cases"
    label = "cases"

    def ready(self) -> None:
        from onedoor.cases import subscribers  # noqa: F401  (registers the subscribers)

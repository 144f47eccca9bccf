from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "onedoor.exchange"
    label = "exchange"

    def ready(self) -> None:
        from onedoor.exchange import events  # noqa: F401  (makes the events known)

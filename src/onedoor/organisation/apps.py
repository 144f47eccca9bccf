from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "onedoor.organisation"
    label = "organisation"

    def ready(self) -> None:
        from onedoor.organisation import events  # noqa: F401  (makes the events known)

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "onedoor.organisation"
    label = "organisation"

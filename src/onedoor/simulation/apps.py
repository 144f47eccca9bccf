from django.apps import AppConfig


class SimulationConfig(AppConfig):
    name = "onedoor.simulation"
    label = "simulation"

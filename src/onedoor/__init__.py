"""OneDoor 一扇门: one door for every resident's problem."""

__version__ = "0.1.0"

from onedoor.geography.models.area import Area

__all__ = ["Area"]

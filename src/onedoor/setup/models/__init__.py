from onedoor.setup.models.upload import Upload

__all__ = ["Upload"]

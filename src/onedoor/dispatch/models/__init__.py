from onedoor.dispatch.models.advice import Advice
from onedoor.dispatch.models.advice_day import AdviceDay
from onedoor.dispatch.models.lesson import Lesson
from onedoor.dispatch.models.text_model import TextModel

__all__ = ["Advice", "AdviceDay", "Lesson", "TextModel"]

"""What can be done about a case: words, rules, and the bar of buttons."""

from onedoor.desk.verbs.bar import Bar, Button, bar
from onedoor.desk.verbs.words import VERBS, Verb, next_step

__all__ = ["VERBS", "Bar", "Button", "Verb", "bar", "next_step"]

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
application = get_wsgi_application()

from onedoor.core import memory  # noqa: E402  (needs the application)
from onedoor.core.clock import Calendar  # noqa: E402

# The first reading of the holiday tables takes a moment that no visitor should wait for.
Calendar.national()
memory.settle()

"""A process that sends one report eight times at once to a store of its own, and prints what each was answered."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
django.setup()

from django.db import connections  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests import small_county  # noqa: E402
from tests.exchange.api.clients import LIFT, caller, told  # noqa: E402

TIMES = 8


def main() -> None:
    setup_test_environment()
    small_county.build()
    system, together = caller("reports:write"), Barrier(TIMES)

    def send(number: int) -> tuple[int, str]:
        together.wait()
        try:
            answer = system.post("/reports", LIFT, once="the-same")
            return answer.status_code, told(answer).get("case", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as threads:
        print(json.dumps(list(threads.map(send, range(TIMES)))))


if __name__ == "__main__":
    main()

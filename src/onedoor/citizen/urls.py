from __future__ import annotations

from django.urls import path

from onedoor.citizen.views import home, mine, progress, reading, receipt, reporting, scanning, speaking, today

app_name = "citizen"
urlpatterns = [
    path("", home.home, name="home"),
    path("g/<str:token>", scanning.scan, name="scan"),
    path("report/where", reporting.where, name="where"),
    path("report/what", reporting.what, name="what"),
    path("report/who", reporting.who, name="who"),
    path("report/check", reporting.check, name="check"),
    path("report/discard", reporting.discard, name="discard"),
    path("receipt", receipt.receipt, name="receipt"),
    path("progress", progress.progress, name="progress"),
    path("progress/leave", progress.leave, name="leave"),
    path("progress/rate", speaking.rate, name="rate"),
    path("progress/unsolved", speaking.unsolved, name="unsolved"),
    path("progress/withdraw", speaking.withdraw, name="withdraw"),
    path("progress/object", speaking.object_to, name="object"),
    path("progress/seal", speaking.seal, name="seal"),
    path("progress/heard", speaking.heard, name="heard"),
    path("progress/viewers", mine.viewers, name="viewers"),
    path("progress/mine", mine.mine, name="mine"),
    path("today", today.today, name="today"),
    path("reading", reading.choose, name="reading"),
]

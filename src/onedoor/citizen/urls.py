from __future__ import annotations

from django.urls import path

from onedoor.citizen.views import home, progress, reading, receipt, reporting, scanning

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
    path("reading", reading.choose, name="reading"),
]

from __future__ import annotations

from django.urls import path

from onedoor.desk.views import (
    acting,
    cases,
    finding,
    inbox,
    messages,
    orders,
    overdue,
    rates,
    registering,
    signing_in,
    unmasking,
)

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("sign-in", signing_in.sign_in, name="sign-in"),
    path("sign-out", signing_in.sign_out, name="sign-out"),
    path("demo", signing_in.demo, name="demo"),
    path("find", finding.find, name="find"),
    path("messages", messages.messages, name="messages"),
    path("rates", rates.rates, name="rates"),
    path("register", registering.register, name="register"),
    path("overdue", overdue.overdue, name="overdue"),
    path("overdue/<int:task>/urge", overdue.urge, name="urge"),
    path("orders", orders.orders, name="orders"),
    path("orders/new", orders.issue, name="new-order"),
    path("orders/<str:number>", orders.order, name="order"),
    path("orders/<str:number>/<slug:verb>", orders.act, name="order-act"),
    path("cases/<str:ref>", cases.case, name="case"),
    path("cases/<str:ref>/slip", registering.slip, name="slip"),
    path("cases/<str:ref>/contacts/<int:report>", unmasking.unmask, name="unmask"),
    path("cases/<str:ref>/<slug:verb>", acting.act, name="act"),
]

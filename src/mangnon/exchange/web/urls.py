"""Addresses of exchange, from the root of the site."""

from django.urls import URLPattern, URLResolver, path

from mangnon.exchange.rest.api import addresses
from mangnon.exchange.web import token_views

urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-khoan/ma-truy-cap/", token_views.own_tokens, name="own_tokens"),
    path("tai-khoan/ma-truy-cap/<int:pk>/thu-hoi/", token_views.revoke_own_token, name="revoke_own_token"),
    *addresses(),
]

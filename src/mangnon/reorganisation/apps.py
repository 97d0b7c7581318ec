"""reorganisation: a change of bodies carried through everything that rests on them."""

from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    """Applying succession events across agencies, posts, plans and reports."""

    name = "mangnon.reorganisation"
    verbose_name = "Sắp xếp tổ chức"

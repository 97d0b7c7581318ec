"""Records: keys point downward, every field says how private it is."""

from __future__ import annotations

import pytest
from django.db.models import Model

from tests.architecture.walls import layers, own_fields, own_models

LABELS = {"public", "internal", "personal", "sensitive"}


def _app_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_downward(model: type[Model]) -> None:
    order = layers()
    for field in own_fields(model):
        target = field.related_model
        if target is None or not target.__module__.startswith("mangnon."):
            continue
        assert order.index(_app_of(target)) >= order.index(_app_of(model)), (
            f"{model._meta.label}.{field.name} points up to {target._meta.label}. Let the upper record point down, "
            "or keep the key of the thing as plain data (docs/decisions/0002)."
        )


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_field_says_how_private_it_is(model: type[Model]) -> None:
    labels = getattr(model, "PRIVACY", None)
    assert isinstance(labels, dict), f"{model._meta.label} needs PRIVACY: ClassVar[dict[str, str]], field → {LABELS}"
    names = {field.name for field in own_fields(model)}
    missing, gone = names - labels.keys(), labels.keys() - names - {"id"}
    assert not missing, f"{model._meta.label}.PRIVACY says nothing of {sorted(missing)}"
    assert not gone, f"{model._meta.label}.PRIVACY names fields that are not there: {sorted(gone)}"
    unknown = {name: label for name, label in labels.items() if label not in LABELS}
    assert not unknown, f"{model._meta.label}.PRIVACY: {unknown}; the words are {sorted(LABELS)}"


def test_there_are_models_to_look_at() -> None:
    assert len(own_models()) >= 5

"""Where the data lives: MANGNON_HOME, or a per-user data directory."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

import platformdirs


def home() -> Path:
    """The data directory (created on first use, readable by its owner alone)."""
    chosen = os.environ.get("MANGNON_HOME")
    path = Path(chosen) if chosen else Path(platformdirs.user_data_dir("mangnon"))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def secret_key() -> str:
    """The site's secret: from MANGNON_SECRET_KEY, else made once and kept in the home with mode 0600."""
    given = os.environ.get("MANGNON_SECRET_KEY")
    if given:
        return given
    path = home() / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def training_state() -> dict[str, str]:
    """What the sample site remembers about itself; empty for a real one (docs/decisions/0005)."""
    path = home() / "training.json"
    if not path.exists():
        return {}
    state = json.loads(path.read_text(encoding="utf-8"))
    return {str(key): str(value) for key, value in state.items()}


def save_training_state(state: dict[str, str]) -> None:
    """Write it whole or not at all."""
    path = home() / "training.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    temporary.replace(path)

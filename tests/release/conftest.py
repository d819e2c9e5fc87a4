"""A home with an empty register, copied: making one takes longer than most of what is tested here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.register import open_register
from pipelines.settings import Settings


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register's file without content."""
    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    open_register(f"sqlite:///{path}")
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_register: Path) -> Settings:
    """Settings with a home that has a register and nothing else."""
    monkeypatch.setenv("OPPTRAPP_HOME", str(tmp_path))
    shutil.copy(empty_register, tmp_path)
    return Settings(home=tmp_path)

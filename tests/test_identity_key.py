"""The key of the pseudonyms is outside the repository, readable by its owner, and in nothing that is written."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from finsam.faults import Faults
from finsam.identity.key import key_file, secret_key
from finsam.identity.pseudonyms import pseudonym

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv("FINSAM_NYCKEL")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def code() -> str:
    with pytest.raises(Faults) as told:
        secret_key()
    (fault,) = told.value.faults
    return fault.code


def test_a_key_is_made_on_first_use_with_the_right_permissions(home):
    key = secret_key()
    file = key_file()
    assert file == home / "config/finsam/nyckel" and len(key) == 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert secret_key() == key and [each.name for each in file.parent.iterdir()] == ["nyckel"]


def test_processes_that_are_first_together_have_one_key(home):
    script = "from finsam.identity.pseudonyms import pseudonym; print(pseudonym('19811218-9876'))"
    running = [
        subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=REPOSITORY, text=True)
        for _ in range(6)
    ]
    assert len({each.communicate()[0] for each in running}) == 1
    assert [each.name for each in (home / "config/finsam").iterdir()] == ["nyckel"]


def test_a_key_in_the_repository_is_refused(home, repository, monkeypatch):
    monkeypatch.delenv("FINSAM_NYCKEL", raising=False)
    file = repository.root / "nyckel"
    monkeypatch.setenv("FINSAM_NYCKELFIL", str(file))
    assert code() == "key-in-repository" and not file.exists()
    link = home.parent / f"{home.name}-link"
    link.symlink_to(file)
    monkeypatch.setenv("FINSAM_NYCKELFIL", str(link))
    assert code() == "key-in-repository" and not file.exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_may_read_is_refused(home, mode):
    secret_key()
    key_file().chmod(mode)
    assert code() == "key-readable"


def test_short_and_unreadable_keys_are_refused_without_being_shown(home, monkeypatch):
    monkeypatch.setenv("FINSAM_NYCKEL", "hemligt")
    with pytest.raises(Faults) as told:
        secret_key()
    assert told.value.faults[0].code == "key-short" and "hemligt" not in str(told.value)
    monkeypatch.delenv("FINSAM_NYCKEL")
    monkeypatch.setenv("FINSAM_NYCKELFIL", str(home))
    assert code() in ("key-unreadable", "key-readable")


def test_another_key_gives_other_pseudonyms(monkeypatch):
    first = pseudonym("19811218-9876")
    monkeypatch.setenv("FINSAM_NYCKEL", "x" * 40)
    assert pseudonym("19811218-9876") != first

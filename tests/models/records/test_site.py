"""The administrator's file: its defaults hold until somebody chooses, its limits whatever anybody chooses."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from models.arrangement import arrange_plan
from models.choices import Choices, Refused
from models.means import arrange_means, arrange_own_desk
from models.records.paths import Places, find_places
from models.records.settings import Settings, SettingsError, changed
from models.records.site import Limits, load_settings, read_site, save_settings
from models.speech.catalogue import Model, choose
from tests.program import run

Write = Callable[[str], Places]


@pytest.fixture
def administered(places: Places, tmp_path: Path) -> Write:
    """A person on a machine whose administrator wrote that."""

    def write(text: str) -> Places:
        file = tmp_path / "etc" / "config.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        read_site.cache_clear()  # as in a Viva that is begun anew
        return msgspec.structs.replace(places, site=(tmp_path / "nowhere" / "config.toml", file))

    return write


def test_without_a_file_nothing_is_limited(places: Places) -> None:
    site = read_site(msgspec.structs.replace(places, site=()))
    assert (site.defaults, site.limits, site.files) == ({}, Limits(), ())
    assert site.limits.idle is None


def test_the_administrators_defaults_hold_until_somebody_chooses(administered: Write) -> None:
    places = administered('[defaults]\nminutes = 10\nlevel = "junior"\nspeak = false')
    assert load_settings(places) == Settings(minutes=10.0, level="junior", speak=False)
    save_settings(places, changed(load_settings(places), "rate", "200"))
    assert places.settings.read_text() == "rate = 200\n", "what nobody chose is not written"
    administered('[defaults]\nminutes = 15\nlevel = "mid"')
    assert load_settings(places) == Settings(minutes=15.0, level="mid", rate=200)


def test_a_choice_that_is_vivas_default_outlives_the_administrators(administered: Write) -> None:
    places = administered("[defaults]\nminutes = 10\nspeak = false")
    chosen = msgspec.structs.replace(load_settings(places), minutes=20.0, speak=True)
    assert chosen == Settings()
    save_settings(places, chosen)
    assert load_settings(places) == chosen


def test_the_file_of_the_documentation_is_one(administered: Write) -> None:
    page = Path(__file__).parents[3] / "docs" / "administrator.md"
    example = page.read_text("utf-8").partition("```toml\n")[2].partition("```")[0]
    site = read_site(administered(example))
    assert set(msgspec.to_builtins(site.limits)) == set(Limits.__struct_fields__), "it shows every limit"
    assert site.defaults["minutes"] == 10


def test_what_is_remembered_is_taken_back_to_the_limits(administered: Write) -> None:
    places = administered("")
    save_settings(
        places, Settings(minutes=45, keep_audio=True, recogniser="ws://mine:2700", model="/my/model")
    )
    administered('[limits]\nminutes = 30\nkeep_audio = false\nrecognisers = ["pocketsphinx"]')
    assert load_settings(places) == Settings(minutes=30)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[limits", "cannot be read"),
        ("minutes = 30", "defaults, limits"),
        ("limits = 3", "[limits]"),
        ("[limits]\nminute = 30", "idle_minutes"),
        ("[limits]\nminutes = 1000", "a number from 5 to 240"),
        ("[limits]\nkeep_audio = 'no'", "true, false"),
        ("[limits]\nrecognisers = 'vosk'", "a list of texts"),
        ("[limits]\nrecognisers = ['siri']", "pocketsphinx"),
        ("[defaults]\nminutes = 1000", "a number from 1 to 240"),
        ("[defaults]\ncolour = 'red'", "theme"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_by_name(administered: Write, text: str, said: str) -> None:
    places = administered(text)
    for read in (read_site, load_settings):
        with pytest.raises(SettingsError) as refused:
            read(places)
        assert str(places.site[-1]) in str(refused.value)
        assert said in str(refused.value)
        assert "administrator" in str(refused.value)


def test_no_variable_leads_away_from_the_limits_of_the_system(
    administered: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fixed = find_places().site[-1]
    monkeypatch.setenv("XDG_CONFIG_DIRS", f"{tmp_path}:relative")
    monkeypatch.setenv("VIVA_HOME", str(tmp_path / "elsewhere"))
    assert find_places().site == (tmp_path / "viva" / "config.toml", fixed)

    places = administered('[defaults]\nminutes = 10\nlevel = "mid"\n[limits]\nminutes = 30')
    own = tmp_path / "viva" / "config.toml"
    own.parent.mkdir()
    own.write_text('[defaults]\nminutes = 15\n[limits]\nminutes = 240\nmodels = ["small"]')
    both = read_site(msgspec.structs.replace(places, site=(own, places.site[-1])))
    assert both.limits == Limits(minutes=30.0, models=("small",)), "it can only be made narrower"
    assert both.defaults == {"minutes": 15, "level": "mid"}, (
        "defaults: the first folder counts, as XDG has it"
    )


def refused(choices: Choices, places: Places) -> str:
    try:
        arrange_plan(choices, places)
        arrange_means(choices, places)
    except Refused as sentence:
        return str(sentence)
    raise AssertionError("it was not refused")


def test_an_interview_is_as_long_as_the_limit_at_most(administered: Write) -> None:
    places = administered("[limits]\nminutes = 15")
    assert arrange_plan(Choices(minutes=15, seed=1), places)[0].minutes <= 15
    assert "15 are the most" in refused(Choices(minutes=60, seed=1), places)
    assert "15 are the most" in refused(Choices(questions=20, seed=1), places)


def test_what_is_not_allowed_is_refused_with_what_is(administered: Write) -> None:
    places = administered(
        '[limits]\nkeep_audio = false\nrecognisers = ["pocketsphinx"]\ninterviewers = ["http://llm.example/v1"]'
    )
    named = "pocketsphinx, none"
    for recogniser in ("vosk", "ws://elsewhere:2700"):
        assert named in refused(Choices(seed=1, minutes=10, recogniser=recogniser), places)
    assert "leave out small" in refused(Choices(seed=1, minutes=10, model="small"), places)
    assert "--keep-audio" in refused(Choices(seed=1, minutes=10, keep_audio=True), places)
    elsewhere = Choices(seed=1, minutes=10, interviewer="http://elsewhere/v1", interviewer_model="m")
    assert "http://llm.example/v1" in refused(elsewhere, places)
    allowed = msgspec.structs.replace(elsewhere, interviewer="http://llm.example/v1/", recogniser="none")
    assert arrange_means(allowed, places).interviewer is not None
    desk, _ = arrange_own_desk(Choices(), places)
    assert desk is not None
    assert desk.recogniser == "pocketsphinx"


def test_only_models_of_the_list_are_listened_with(administered: Write) -> None:
    places = administered('[limits]\nmodels = ["vosk-model-small-en-us-0.15"]')
    for name in ("vosk-model-small-en-us-0.15", "vosk-model-en-us-0.22"):
        (places.models / name / "am").mkdir(parents=True)
        (places.models / name / "am" / "final.mdl").write_bytes(b"")
    desk, _ = arrange_own_desk(Choices(model="small-en-us-0.15"), places)
    assert desk is not None
    assert desk.model.endswith("vosk-model-small-en-us-0.15")
    for model in ("vosk-model-en-us-0.22", str(places.models / "vosk-model-en-us-0.22")):
        assert "vosk-model-small-en-us-0.15" in refused(Choices(seed=1, minutes=10, model=model), places)


def test_where_only_a_server_is_allowed_it_is_taken() -> None:
    english = Model("vosk-model-small-en-us-0.15", "/m", "en-us", "Vosk small en-us", "/")
    assert choose("auto", "", [english], ("ws://listens:2700",)).engine == "ws://listens:2700"
    assert choose("auto", "", [english], ()).engine == "none"


def test_people_are_told_what_the_administrator_chose(tmp_path: Path) -> None:
    file = tmp_path / "viva" / "config.toml"
    file.parent.mkdir()
    file.write_text('[defaults]\nlevel = "junior"\n[limits]\nminutes = 30\nidle_minutes = 15')
    machine = {"XDG_CONFIG_DIRS": str(tmp_path)}
    shown = run("settings", environ=machine).stdout
    assert 'level = "junior"  # the administrator chose it' in shown
    assert "# limit: minutes = 30" in shown
    found = json.loads(run("doctor", "--json", environ=machine).stdout)
    told = next(finding["found"] for finding in found if finding["what"] == "Administrator")
    assert told == f'{file}; limits: minutes = 30.0, idle_minutes = 15.0; defaults: level = "junior"'
    done = run("settings", "minutes", "60", environ=machine)
    assert done.returncode == 2
    assert "minutes = 30" in done.stderr
    done = run("practice", "flask", "--plain", "--minutes", "60", environ=machine)
    assert done.returncode == 2
    assert "30 are the most on this machine" in done.stderr

    file.write_text("[limits]\nminutes = 0")
    done = run("practice", "flask", "--plain", environ=machine)
    assert done.returncode == 2
    assert f"{file}: minutes cannot be 0" in done.stderr
    broken = [
        line for line in run("doctor", environ=machine).stdout.splitlines() if line.startswith("broken")
    ]
    assert [line.split(":")[0] for line in broken] == ["broken   Administrator"]

"""Maps: small files of learned weights, read when a script first needs one."""

import re
import zlib
from pathlib import Path

import msgspec
import pytest

from isthmus.declared import DECLARED, map_of_names
from isthmus.errors import SettingsError
from isthmus.resolve.names import NameMaps, Names
from isthmus.resolve.names.maps import NO_ODDS, SCRIPTS, ScriptMap, decoded, encoded

MEGABYTE = 1_000_000


def read(script: str) -> ScriptMap:
    found = NameMaps(map_of_names).of_script(script)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("script", "word", "latin", "other"),
    [
        ("cyrillic", "щербаков", "shcherbakov", "sherman"),
        ("cyrillic", "джонсон", "johnson", "jansson"),
        ("arabic", "محمد", "muhammad", "mahoney"),
        ("hebrew", "יצחק", "yitzhak", "yitzchaki"),
        ("hangul", "존슨", "johnson", "jensen"),
        ("kana", "ジョンソン", "johnson", "janson"),
        ("han", "约翰逊", "johnson", "jansen"),
        ("han", "約翰遜", "johnson", "jansen"),
    ],
)
def test_a_map_prefers_the_name_to_one_that_is_nearly_spelled_so(
    script: str, word: str, latin: str, other: str
):
    own = read(script)
    assert own.log_odds(word, latin) > max(0.0, own.log_odds(word, other))
    assert own.log_odds(word, "brzezinska") == NO_ODDS


def test_a_map_spells_what_it_reads():
    assert read("cyrillic").romanised("сидоров") == "sidorov"
    assert read("kana").romanisations("ジョンソン", 6)[0] == "jonson"


def test_every_script_has_a_small_map_and_no_map_is_without_a_script():
    files = {Path(str(file)).stem: file for file in (DECLARED / "names").iterdir()}
    assert set(files) == set(SCRIPTS)
    sizes = [len(file.read_bytes()) for file in files.values()]
    assert max(sizes) < MEGABYTE
    assert sum(sizes) < 5 * MEGABYTE


@pytest.mark.parametrize("script", SCRIPTS)
def test_reading_and_writing_a_map_changes_no_byte(script: str):
    blob = map_of_names(script)
    assert blob is not None
    assert encoded(decoded(blob)) == blob


def test_a_map_is_read_when_its_script_is_first_met_and_once():
    asked = []

    def source(script: str) -> bytes | None:
        asked.append(script)
        return map_of_names(script)

    names = Names(NameMaps(source))
    names.similarity("Ivan Sidorov", "Maria Example")
    names.similarity("Γιώργος", "Giorgos")
    assert asked == []
    names.similarity("Иван Сидоров", "Ivan Sidorov")
    names.similarity("Мария Сидорова", "Maria Sidorova")
    assert asked == ["cyrillic"]


def test_what_is_no_map_is_refused():
    blob = map_of_names("hebrew")
    assert blob is not None
    stored = decoded(blob)
    later = encoded(msgspec.structs.replace(stored, format=99))
    fewer = msgspec.structs.replace(stored.to_latin, levels=stored.to_latin.levels[:2])
    for wrong in (
        b"",
        b"no map",
        blob[:1000],
        zlib.compress(b"nothing"),
        later,
        encoded(msgspec.structs.replace(stored, to_latin=fewer)),
    ):
        with pytest.raises(SettingsError, match=re.escape("map of names")):
            ScriptMap.read(wrong)


def test_a_letter_that_no_map_knows_is_no_reason_to_fail():
    own = read("cyrillic")
    for word in ("ӿԱ", "щ" * 200, "ъ"):
        assert NO_ODDS <= own.log_odds(word, "example") < 2
        assert NO_ODDS <= own.log_odds(word, "ø" * 200) < 2

"""Keys of names: two spellings of one name share one, and most other names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isthmus.declared import map_of_names
from isthmus.identifiers.name_tables import PERSON_TITLES
from isthmus.identifiers.names import NameKind
from isthmus.resolve.names import WORD, NameMaps, Names, whole_keys_of_words
from isthmus.resolve.names.keys import whole_keys_of
from isthmus.resolve.names.prepared import prepared_name

NAMES = Names(NameMaps(map_of_names))


def pieces(name: str, kind: NameKind = "any") -> set[str]:
    """Give the keys of a name without those of its single words."""
    return {key for key in NAMES.keys(name, kind) if not key.startswith(WORD)}


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Ivan Sidorov", "Sidorov, Ivan Petrovich", "person"),
        ("Ivan Sidorov", "Ivan Sydorow", "person"),
        ("Ivan Sidorov", "Iwan Sidorof", "person"),
        ("Ivan Sidorov", "Ivan Sidoriv", "person"),
        ("Ivan Sidorov", "I. Sidorov", "person"),
        ("Ivan Sidorov", "Иван Сидоров", "person"),
        ("Eugene Example", "Yevgeny Example", "person"),
        ("John Example", "J. Example", "person"),
        ("Phillip Example", "P. Example", "person"),
        ("Christian Example", "C. Example", "person"),
        ("Yuri Petrov", "Petrov Yu.", "person"),
        ("Юрий Петров", "Y. Petrov", "person"),
        ("Хасан Петров", "H. Petrov", "person"),
        ("STAR I", "STAR 1", "vessel"),
        ("STAR II", "STAR 2", "vessel"),
        ("Mohammed Hussein", "محمد حسين", "person"),
        ("Mohammed Hussein", "Muhamad Husayn", "person"),
        ("Abd al-Rahman Example", "Abdulrahman Example", "person"),
        ("عبد الرحمن زاهد", "Abdulrahman Zahed", "person"),
        ("عبدالرحمن زاهد", "Abd al-Rahman Zahed", "person"),
        ("Абдулрахман Захед", "Abd al-Rahman Zahed", "person"),
        ("بشار الأسد", "Bashar al-Assad", "person"),
        ("بشار الأسد", "Bashar Alassad", "person"),
        ("سعد الحريري", "Saad Hariri", "person"),
        ("李明", "李明", "person"),
        ("李明", "Li Ming", "person"),
        ("李明", "Ming Li", "person"),
        ("毛泽东", "Mao Zedong", "person"),
        ("김정은", "Kim Jong-un", "person"),
        ("박근혜", "Park Geun-hye", "person"),
        ("이재용", "Lee Jae-yong", "person"),
        ("이재용", "Jaeyong Lee", "person"),
        ("오세훈", "Oh Se-hoon", "person"),
        ("マリア・ガルシア", "Maria Garcia", "person"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", "person"),
        ("Example Trading Ltd", "Trading House Example", "organization"),
        ("Romashka", "Ромашка ООО", "organization"),
        ("Romashka", "Romasha", "organization"),
        ("EXAMPLE STAR", "EXAMPLESTAR", "vessel"),
        ("EXAMPLE STAR II", "EXAMPLE STAR 2", "vessel"),
    ],
)
def test_spellings_of_one_name_share_a_key(left: str, right: str, kind: NameKind):
    assert pieces(left, kind) & pieces(right, kind)


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Ivan Sidorov", "Maria Example", "person"),
        ("Ivan Sidorov", "Ivan Example", "person"),
        ("李明", "王芳", "person"),
        ("Example Bank", "Otherwise Bank", "organization"),
        ("", "", "any"),
    ],
)
def test_other_names_share_none(left: str, right: str, kind: NameKind):
    assert not pieces(left, kind) & pieces(right, kind)


def test_a_common_name_has_a_handful_of_keys():
    assert len(pieces("Ivan Sidorov", "person")) <= 7
    assert len(pieces("Ivan Petrovich Sidorov", "person")) <= 12


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("Ivan Sidorov", "Ivsn Sidkorov"),
        ("Ivan Sidorov", "Ivsn Sidorkv"),
        ("Ivan Sidorov", "Sidkorov Ivsn"),
        ("Maria Petra", "Marina Pera"),
        ("Ivan Sidorov", "Ivsn Xaver Sidkorov"),
    ],
)
def test_a_slip_in_each_of_two_words_leaves_a_key(held: str, asked: str):
    [sought] = NAMES.sought(asked, ["person"])
    assert pieces(held, "person") & set(sought)


@pytest.mark.parametrize("name", ["Ivan Sidorov", "Иван Сидоров", "李明", "Romashka Trading", ""])
def test_a_name_is_sought_by_its_keys_and_more(name: str):
    kinds: list[NameKind] = ["person", "organization", "vessel", "any"]
    for kind, sought in zip(kinds, NAMES.sought(name, kinds), strict=True):
        assert set(sought) >= pieces(name, kind)


@pytest.mark.parametrize(
    ("held", "asked"),
    [
        ("SIDOROV, Ivan Petrovich", "Sidorof"),
        ("SIDOROV, Ivan Petrovich", "Sidrov"),
        ("SIDOROV, Ivan Petrovich", "Zidorow"),
        ("SIDOROV, Ivan Petrovich", "Сидоров"),
        ("SIDOROV, Ivan Petrovich", "Σιδόροφ"),
        ("SIDOROV, Ivan Petrovich", "סידורוב"),
        ("SIDOROV, Ivan Petrovich", "シドロフ"),
        ("Иван Сидоров", "Sidorof"),
    ],
)
def test_a_word_alone_is_sought_by_a_key_of_longer_names_that_have_it(held: str, asked: str):
    [sought] = NAMES.sought(asked, ["person"])
    assert set(NAMES.keys(held, "person")) & set(sought)


def test_a_name_of_one_word_and_an_organization_have_no_keys_of_words_beside_their_own():
    assert set(NAMES.keys("Sidorov", "person")) == pieces("Sidorov", "person")
    house = "Sidorov Shipping"
    assert set(NAMES.keys(house, "organization")) == pieces(house, "organization")
    assert not [key for key in NAMES.sought("Ivan Sidorov", ["any"])[0] if key.startswith("nw:")]


SMALL = ["al", "bin", "petrovich", "ilyich", "general", "a", "o", "mara", "lind", "xu", "yy", "hj"]
SPOKEN = st.lists(
    st.sampled_from(SMALL) | st.text("aehjklmnoz", min_size=1, max_size=6), max_size=7
)


@given(SPOKEN)
def test_plain_words_of_a_person_give_the_keys_of_the_whole_name(words: list[str]):
    words = [word for word in words if word not in PERSON_TITLES]
    name = prepared_name(" ".join(words), "person")
    assert whole_keys_of_words(words) == whole_keys_of(name, lambda token: [token.text])

"""Names: two spellings in any script, one number, and who met whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isthmus.declared import map_of_names
from isthmus.identifiers.names import NameKind, name_tokens
from isthmus.resolve.names import SAME_NAME, NameMaps, Names

NAMES = Names(NameMaps(map_of_names))
KINDS: tuple[NameKind, ...] = ("any", "person", "organization", "vessel")

ONE_PERSON = [
    ("Maria Example", "Example, Maria"),
    ("Ivan Petrovich Sidorov", "Ivan Sidorov"),
    ("I. Sidorov", "Ivan Sidorov"),
    ("Dr. Ivan Sidorov", "Ivan Sidorov"),
    ("Mohammed al-Example", "Muhamad Example"),
    ("Mohamed bin Rashid Example", "Mohammad Example"),
    ("Abd al-Rahman Example", "Abdulrahman Example"),
    ("Abdul Rahman Example", "Abdurrahman Exampel"),
    ("William Example", "Bill Example"),
    ("Yusuf Example", "Joseph Example"),
    ("Aleksandr Nikolaevich Example", "Alexander Nikolayevich Example"),
    ("Jörg Müller", "Joerg Mueller"),
    ("Jean-Pierre Example", "Jean Pierre Example"),
    ("Vincent van der Example", "Vincent Vanderexample"),
    ("Иван Сидоров", "Ivan Sidorov"),
    ("Иван Сидоров", "Sidorov, Ivan Petrovich"),
    ("محمد حسين", "Mohammed Hussein"),
    ("بشار الأسد", "Bashar al-Assad"),
    ("بشار الأسد", "Bashar Assad"),
    ("بشار الأسد", "بشار أسد"),
    ("سعد الحريري", "Saad Hariri"),
    ("الياس خوري", "Elias Khoury"),
    ("معمر القذافي", "Muammar al-Gaddafi"),
    ("عبدالله حسن", "عبد الله حسن"),
    ("عبد الرحمن زاهد", "Abdulrahman Zahed"),
    ("عبدالرحمن زاهد", "Abd al-Rahman Zahed"),
    ("علیرضا رضایی", "Ali Reza Rezaei"),
    ("Абдулрахман Захед", "Abd al-Rahman Zahed"),
    ("Абд Рахман Захед", "Абдрахман Захед"),
    ("Жан Поль Сартр", "Jeanpaul Sartre"),
    ("דוד בן גוריון", "David Bengurion"),
    ("김 정은", "Kim Jong Un"),
    ("نوري المالكي", "Nouri Almaliki"),
    ("דוד לוי", "David Levi"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
    ("नरेन्द्र मोदी", "Narendra Modi"),
    ("毛泽东", "Mao Zedong"),
    ("毛澤東", "毛泽东"),
    ("張偉", "张伟"),
    ("羅明", "罗明"),
    ("後藤", "后藤"),
    ("渡邊百合", "渡辺百合"),
    ("沢田広子", "澤田廣子"),
    ("伊伝", "伊傳"),
    ("たなか けんじ", "タナカ ケンジ"),
    ("山田 太郎", "山田太郎"),
    ("マリア・ガルシア", "Maria Garcia"),
    ("김정은", "Kim Jong Un"),
    ("김 정은", "김정은"),
    ("박근혜", "Park Geun-hye"),
    ("이재용", "Lee Jae-yong"),
    ("이재용", "Jaeyong Lee"),
    ("이 재용", "Lee Jae-yong"),
    ("이승만", "Rhee Syngman"),
    ("노무현", "Roh Moo-hyun"),
    ("최은희", "Choi Eun-hee"),
    ("남궁민", "Namkoong Min"),
    ("이영호", "리영호"),
    ("Иван Сидоров", "Їван Сидоров"),
]

TWO_PERSONS = [
    ("Maria Example", "Marta Otherwise"),
    ("Ivan Petrovich Sidorov", "Ivan Andreevich Sidorov"),
    ("Vladimir Example", "Vladislav Example"),
    ("Hassan Example", "Hussein Example"),
    ("John Example", "Mary Example"),
    ("Example", "Maria Example"),
    ("Lavrenof", "Alavere Nafi"),
    ("J. E.", "John Example"),
    ("Иван Сидоров", "Pyotr Sidorov"),
    ("محمد حسين", "John Smith"),
    ("بشار الأسد", "بشار الحريري"),
    ("نوري المالكي", "Nouri al-Hariri"),
    ("عبدالله حسن", "عبد الحميد حسن"),
    ("عبد الله حسن", "Abdulaziz Hassan"),
    ("Жан Поль Сартр", "Jeanpierre Sartre"),
    ("김정은", "John Smith"),
    ("김정은", "Kim Jong-il"),
    ("이재용", "Lee Kun-hee"),
    ("이재용", "Park Jae-yong"),
    ("박근혜", "Park Chung-hee"),
    ("김영호", "리영호"),
    ("毛泽东", "Smith Johnson"),
    ("李明", "王芳"),
    ("张伟", "章威"),
    ("張偉", "章威"),
    ("刘洋", "柳阳"),
    ("劉洋", "柳陽"),
    ("李世民", "李士敏"),
    ("王建国", "汪建国"),
    ("陈静", "陈敬"),
    ("马云", "马芸"),
]

ONE_HOUSE = [
    ("Example Trading Co., Ltd.", "EXAMPLE TRADING LLC"),
    ("ООО «Ромашка»", "Romashka OOO"),
    ("Example Intl. Bank", "Example International Bank"),
    ("The Example & Sons Company", "Example and Sons Co"),
    ("First Example Bank", "1st Example Bank"),
    ("E.X.A. Holding", "EXA Holding"),
    ("Deutsche Examplebank AG", "Deutsche Example Bank"),
]

TWO_HOUSES = [
    ("Example Bank 1", "Example Bank 2"),
    ("Industrial & Commercial Bank", "Industrial Bank"),
    ("Example Shipping", "Otherwise Shipping"),
    ("Bank of Examplia", "Bank of Otherland"),
]


@pytest.mark.parametrize(("left", "right"), ONE_PERSON)
@pytest.mark.parametrize("kind", ["person", "any"])
def test_spellings_of_one_person_count_as_one(left: str, right: str, kind: NameKind):
    assert NAMES.similarity(left, right, kind) >= SAME_NAME


@pytest.mark.parametrize(("left", "right"), TWO_PERSONS)
@pytest.mark.parametrize("kind", ["person", "any"])
def test_names_of_two_persons_do_not(left: str, right: str, kind: NameKind):
    assert NAMES.similarity(left, right, kind) < SAME_NAME


@pytest.mark.parametrize(("left", "right"), ONE_HOUSE)
@pytest.mark.parametrize("kind", ["organization", "any"])
def test_spellings_of_one_organization_count_as_one(left: str, right: str, kind: NameKind):
    assert NAMES.similarity(left, right, kind) >= SAME_NAME


@pytest.mark.parametrize(("left", "right"), TWO_HOUSES)
@pytest.mark.parametrize("kind", ["organization", "any"])
def test_names_of_two_organizations_do_not(left: str, right: str, kind: NameKind):
    assert NAMES.similarity(left, right, kind) < SAME_NAME


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("M/V EXAMPLE STAR", "EXAMPLE STAR", True),
        ("EXAMPLE STAR II", "EXAMPLE STAR 2", True),
        ("EXAMPLESTAR", "EXAMPLE STAR", True),
        ("EXAMPLE STAR 1", "EXAMPLE STAR 2", False),
        ("EXAMPLE STAR II", "EXAMPLE STAR III", False),
        ("EXAMPLE STAR 7", "EXAMPLE STAR", False),
        ("STAR I", "STAR 1", True),
        ("STAR I", "STAR II", False),
        ("I EXAMPLE", "1 EXAMPLE", False),
    ],
)
def test_a_number_tells_sister_ships_apart(left: str, right: str, same: bool):  # noqa: FBT001
    assert (NAMES.similarity(left, right, "vessel") >= SAME_NAME) is same


@pytest.mark.parametrize(
    ("initial", "whole"),
    [
        ("Ю. Петров", "Юрий Петров"),
        ("Ю. Петров", "Yuri Petrov"),
        ("Петров Ю.А.", "Петров Юрий Алексеевич"),
        ("Х. Петров", "Харитон Петров"),
        ("H. Petrov", "Харитон Петров"),
        ("Щ. Петров", "Щукарь Петров"),
        ("Дж. Смит", "Джон Смит"),
        ("Е. Петров", "Эдуард Петров"),
        ("Θ. Παπαδόπουλος", "Θεόδωρος Παπαδόπουλος"),
        ("ע. כהן", "עמוס כהן"),
        ("ا. حسن", "أحمد حسن"),
        ("Þ. Jónsson", "Þór Jónsson"),
        ("Yu. Petrov", "Юрий Петров"),
        ("Petrov Yu.A.", "Yuri Petrov"),
        ("Zh. Petrova", "Zhanna Petrova"),
        ("Š. Petrov", "Шамиль Петров"),
        ("Ш. Петров", "Šamil Petrov"),
    ],
)
@pytest.mark.parametrize("kind", ["person", "any"])
def test_an_initial_meets_what_begins_with_it(initial: str, whole: str, kind: NameKind):
    assert NAMES.similarity(initial, whole, kind) >= SAME_NAME


@pytest.mark.parametrize(
    ("initial", "whole"),
    [
        ("Ш. Петров", "Сергей Петров"),
        ("Ш. Петров", "Sergei Petrov"),
        ("Й. Петров", "Юрий Петров"),
        ("Дж. Смит", "Дмитрий Смит"),
        ("Sh. Petrov", "Yuri Petrov"),
        ("م. حسن", "علي حسن"),
        ("Yu Example", "Yuri Example"),
    ],
)
def test_an_initial_meets_nothing_else(initial: str, whole: str):
    assert NAMES.similarity(initial, whole, "person") < SAME_NAME


def test_what_costs_little_costs_something():
    whole = "Ivan Petrovich Sidorov"
    missing = NAMES.similarity(whole, "Ivan Sidorov", "person")
    other = NAMES.similarity(whole, "Ivan Andreevich Sidorov", "person")
    assert 1.0 > missing > SAME_NAME > other
    same = NAMES.similarity("Example Ltd", "Example LLC", "organization")
    assert same > NAMES.similarity("Example Ltd", "Example AG", "organization") >= SAME_NAME


def test_without_maps_names_are_compared_by_their_plain_transliteration():
    bare = Names()
    assert bare.similarity("Иван Сидоров", "Ivan Sidorov", "person") >= SAME_NAME
    assert bare.similarity("محمد حسين", "John Smith", "person") < SAME_NAME
    assert bare.similarity("金正恩", "Kim Jong Un", "person") < 1.0


@pytest.mark.parametrize(
    "name",
    [
        "Ivan\u200f Sidorov\u202e",
        "Ivаn Sidorоv",
        "I\u0301\u0302\u0303\u0304\u0305van Sidorov" + "\u0336" * 90,
        "Ｉｖａｎ　Ｓｉｄｏｒｏｖ",
        "ivan\u00a0SIDOROV",
        "I\u200bvan Sido\u00adrov",
    ],
)
def test_marks_and_letters_that_only_look_alike_change_nothing(name: str):
    assert NAMES.similarity(name, "Ivan Sidorov", "person") > 0.95


@pytest.mark.parametrize("name", ["", " ", "\u200f", "!?", "\u0301\u0301", "\x00"])
def test_a_name_of_nothing_is_like_no_other(name: str):
    for kind in KINDS:
        assert NAMES.similarity(name, "Ivan Sidorov", kind) == 0.0
        assert NAMES.similarity(name, name, kind) == 0.0
        assert NAMES.keys(name, kind) == ()


def test_one_letter_and_a_date_are_no_person():
    assert NAMES.similarity("I", "Ivan Sidorov", "person") < SAME_NAME
    assert NAMES.similarity("1961-04-12", "Ivan Sidorov", "person") < SAME_NAME
    assert NAMES.similarity("1961-04-12", "1961-04-12", "person") == 1.0
    assert NAMES.similarity("1961-04-12", "1961-04-13", "person") < SAME_NAME


@pytest.mark.parametrize(
    "long",
    ["x" * 10_000, "ab " * 5_000, "é" * 10_000, "김" * 10_000, "م " * 9_000, "a\u0301" * 9_000],
)
def test_a_name_without_end_is_read_as_far_as_names_go(long: str):
    prepared = NAMES.prepared(long, "any")
    assert 1 <= len(prepared.tokens) <= 16
    assert all(len(token.word) <= 48 for token in prepared.tokens)
    assert 0.0 <= NAMES.similarity(long, "Ivan Sidorov") < SAME_NAME
    assert NAMES.similarity(long, long) == 1.0
    assert len(NAMES.keys(long)) <= 36


@pytest.mark.parametrize(
    ("asked", "other", "within"),
    [
        ("Sidorof", "SIDOROV, Ivan", True),
        ("Ivan Sidorof", "SIDOROV, Ivan Petrovich", True),
        ("Sidorof", "Sedrov", False),
        ("Sidorof", "S. Petrov", False),
        ("Ivan Sidorof", "SIDOROV, Mara", False),
        ("...", "SIDOROV, Ivan", False),
    ],
)
def test_words_are_within_a_name_that_has_each_of_them_spelled_so_or_otherwise(
    asked: str, other: str, *, within: bool
):
    degree = NAMES.asked(asked, "person").within(other)
    assert (0.8 <= degree <= 1.0) if within else (degree == 0.0)


def test_an_alignment_says_which_word_met_which_and_how():
    found = NAMES.alignment("Иван П. Сидоров", "Sidorov Ivan Petrovich", "person")
    met = {(one.left, one.right): one.how for one in found}
    assert met == {
        ("иван", "ivan"): "transliterated",
        ("сидоров", "sidorov"): "transliterated",
        ("п", "petrovich"): "initial",
    }
    found = NAMES.alignment("Mohammed Example Jr", "Muhamad Exampel Otherwise", "person")
    met = {(one.left, one.right): one.how for one in found}
    assert met["mohammed", "muhamad"] == "spelling"
    assert met["example", "exampel"] == "near"
    assert met["", "otherwise"] == "missing"
    (joined, _) = NAMES.alignment("Vanderexample Vincent", "Vincent van der Example", "person")
    assert (joined.left, joined.how) == ("vanderexample", "joined")


WORDS = "Ivan Petrovich J. al de Abd Rahman Ltd Bank 1 II 2nd Мария محمد דוד 毛泽东 김 マリア"
ALPHABET = "abcdeg ov'-. АБВЕОвгд ابحم אבגו αβγ 李明毛 김정은 マリャー कमि12II"
LETTERS = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7F), max_size=40),
    st.text(st.sampled_from(ALPHABET), max_size=30),
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=6).map(" ".join),
)


@given(LETTERS, LETTERS, st.sampled_from(KINDS), st.sampled_from(KINDS))
def test_any_two_texts_score_the_same_in_both_orders_and_within_bounds(
    left: str, right: str, kind: NameKind, other: NameKind
):
    a, b = NAMES.prepared(left, kind), NAMES.prepared(right, other)
    score = NAMES.score(a, b)
    assert 0.0 <= score <= 1.0
    assert NAMES.score(b, a) == score


@given(LETTERS, st.sampled_from(KINDS))
def test_any_name_is_itself_and_what_has_tokens_has_keys(name: str, kind: NameKind):
    prepared = NAMES.prepared(name, kind)
    assert NAMES.score(prepared, prepared) == (1.0 if prepared.tokens else 0.0)
    keys = NAMES.keys(name, kind)
    assert bool(keys) == bool(prepared.tokens)
    assert len(set(keys)) == len(keys) <= 36


@given(LETTERS, LETTERS)
def test_what_was_compared_before_changes_no_score(left: str, right: str):
    assert Names(NameMaps(map_of_names)).similarity(left, right) == NAMES.similarity(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("2", "II"), ("m1crosoft", "microsoft"), ("Bros", "Brothers")]
)
@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("then", KINDS)
def test_a_word_is_remembered_for_its_kind_of_name(
    left: str, right: str, first: NameKind, then: NameKind
):
    names, fresh = Names(NameMaps(map_of_names)), Names(NameMaps(map_of_names))
    names.similarity(left, right, first)
    assert names.similarity(left, right, then) == fresh.similarity(left, right, then)


MANY_SCRIPTS = (
    *("Ivan", "Iwan", "Maria", "Sidorov", "Mohammed", "Ali", "Li", "Ming", "2", "A", "Example"),
    *("de", "Sidorovich", "Si", "Dorov", "Pyotr", "Petrovna"),
    *("Иван", "Сидорова", "Мохаммед", "محمد", "علي", "李明", "Ли", "مریم", "김"),
)
MIXED = st.lists(st.sampled_from(MANY_SCRIPTS), min_size=1, max_size=4).map(" ".join)


@given(MIXED, MIXED, st.sampled_from(KINDS))
def test_likeness_is_the_score_of_what_is_alike(left: str, right: str, kind: NameKind):
    score = NAMES.similarity(left, right, kind)
    assert NAMES.likeness(left, right, kind) == (score if score >= SAME_NAME else 0.0)


ASKED = st.one_of(
    MIXED,
    st.lists(
        st.sampled_from(
            (
                *("ivan", "ivna", "sidorov", "sydorow", "si", "dorov", "siddorov", "ivansidorov"),
                *(
                    "mara",
                    "lind",
                    "malind",
                    "dr",
                    "al",
                    "Maxim",
                    "Max",
                    "bank",
                    "ltd",
                    "Khan",
                    "Bob",
                    "O'Neil",
                    "xia",
                    "",
                ),
            )
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join),
    st.lists(st.text("aeiosdrnvx", max_size=7), min_size=2, max_size=3).map(" ".join),
)


@settings(max_examples=400)
@given(ASKED, st.lists(ASKED, min_size=1, max_size=12), st.sampled_from(KINDS))
def test_one_who_is_asked_for_is_as_like_each_as_two_by_two(
    name: str, others: list[str], kind: NameKind
):
    asked = NAMES.asked(name, kind)
    for other in others:
        alike = asked.likeness(other, name_tokens(other, kind))
        assert alike == NAMES.likeness(name, other, kind), other


@pytest.mark.parametrize(
    ("asked", "other", "kind"),
    [
        ("mara bank", "ltd marbank", "person"),
        ("mara lind", "malind trading", "person"),
        ("mara lind", "trading malind", "person"),
        ("malind trading", "mara lind", "person"),
        ("maralind trading", "mara lind", "person"),
        ("trading malind", "mara lind", "person"),
        ("lind ra al", "lynd bankmara ra", "person"),
        ("khan xenia", "xenia al", "person"),
        ("khan li", "dr li", "any"),
        ("xenia ra bankmara", "dr xenia bankmara", "any"),
    ],
)
def test_one_who_is_asked_for_may_be_written_together_or_with_small_words(
    asked: str, other: str, kind: NameKind
):
    alike = NAMES.asked(asked, kind).likeness(other, name_tokens(other, kind))
    assert alike == NAMES.likeness(asked, other, kind) > 0.0


@given(st.lists(st.sampled_from(["ivan", "maria", "sidorov", "example"]), min_size=1, unique=True))
def test_the_order_of_words_does_not_matter(words: list[str]):
    assert NAMES.similarity(" ".join(words), " ".join(reversed(words)), "person") == 1.0

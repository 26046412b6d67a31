"""The quality report: what it holds, that it leaks nothing, and that its page stands alone."""

from __future__ import annotations

import re

import msgspec
import pytest

from isthmus.errors import AccessError, InputError, NotFound
from isthmus.flow.documents.entities import JudgementRequest
from isthmus.flow.documents.quality import LabelledPair, QualityQuestion, QualityReport
from isthmus.flow.quality import LABELLED_MAX, SHOWN_MAX, quality_report
from isthmus.flow.review import judge
from isthmus.flow.showing.report.page import Speech, report_page
from isthmus.flow.showing.words import group_words, level_words
from isthmus.model.ids import shown_id
from isthmus.model.ontology import LANGUAGES
from isthmus.resolve.levels.dates import LEVELS as DATES
from isthmus.resolve.levels.names import LEVELS as NAMES
from isthmus.resolve.levels.numbers import CODE_LEVELS as CODES
from isthmus.resolve.levels.numbers import IDENTIFIER_LEVELS as IDENTIFIERS
from isthmus.resolve.levels.texts import LEVELS as TEXTS
from tests import make
from tests.flow.journey import Journey, day, label, shipped_weights
from tests.flow.stage import ONTOLOGY, WORDING, officer
from tests.flow.waters import people
from tests.flow.weighed import ADA, cleared, in_force, other_weights

ENGLISH = Speech(WORDING.voice("en"), ONTOLOGY)
EVIL = '<script>alert("x")</script>'
PLAIN = QualityQuestion()


def crowd(journey: Journey | None = None, count: int = 12) -> Journey:
    """Give a center with two files of the same persons, of which the last third differ by date."""
    journey = journey or Journey(people("here"), people("there"))
    here = [f"{n},{_name(n)},19{n + 50}-05-06," for n in range(count)]
    there = [f"{n},{_name(n)},19{n + 50}-05-{6 if n % 3 else 7:02},P{n}" for n in range(count)]
    journey.deliver(here, feed="here", at=day(0))
    journey.deliver(there, feed="there", at=day(1))
    journey.work()
    return journey


def _name(number: int) -> str:
    given, letter = ("Mara", "Nils", "Olga", "Pavel")[number % 4], chr(ord("a") + number)
    return f"{given} Elin " + (f"Lind{letter}ova" if number % 2 else f"Berg{letter}")


def ends(number: int) -> tuple[str, str]:
    names = (shown_id("e", make.IDS.entity(source, str(number))) for source in ("here", "there"))
    left, right = names
    return left, right


def labelled(count: int = 12) -> list[LabelledPair]:
    pairs = [ends(n) for n in range(count)]
    return [LabelledPair(left=left, right=right, same=True) for left, right in pairs]


def judged(journey: Journey, count: int) -> None:
    for number in range(count):
        left, right = ends(number)
        request = JudgementRequest(left=left, right=right, decision="same", reason="one passport")
        judge(journey.center, ADA, entity=left, request=request)


def report(journey: Journey, question: QualityQuestion = PLAIN) -> QualityReport:
    return quality_report(journey.center, ADA, question)


def test_a_labelled_set_is_held_against_what_the_weights_say():
    found = report(crowd(), QualityQuestion(labelled=labelled()))
    persons, labels = found.sets
    assert (persons.source, persons.cases, persons.whole) == ("persons", 0, None)
    assert (labels.source, labels.cases, labels.unseen) == ("labels", 12, 0)
    assert labels.whole is not None
    assert labels.whole.recall is not None
    assert (labels.whole.recall.count, labels.whole.recall.of) == (8, 12)
    scripts = {d.name: [(g.group, g.cases) for g in d.groups] for d in labels.dimensions}
    assert scripts["script"] == [("Latin", 12)]
    assert scripts["gender"] == [("female", 6), ("untold", 6)]
    assert scripts["birth"] == [("full", 12)]


def test_what_persons_judged_is_a_truth():
    journey = crowd()
    judged(journey, 7)
    [persons] = report(journey).sets
    assert persons.cases == 7
    assert persons.whole is not None
    assert persons.whole.recall is not None
    assert (persons.whole.recall.count, persons.whole.recall.of) == (4, 7)
    assert persons.calibration == []


def test_too_few_cases_are_not_told_of():
    journey = crowd()
    judged(journey, 4)
    [persons] = report(journey).sets
    assert (persons.whole, persons.calibration) == (None, [])
    assert [d.groups for d in persons.dimensions] == [[], [], []]


def test_a_reader_is_told_of_what_he_sees_alone():
    secret = label(level="SECRET", originator="coast-guard")
    journey = crowd(Journey(people("here"), people("there", label=secret)))
    judged(journey, 7)
    question = QualityQuestion(labelled=labelled())
    low = quality_report(journey.center, cleared(ADA, "OFFICIAL"), question)
    assert [(one.cases, one.whole) for one in low.sets] == [(0, None), (0, None)]
    assert low.sets[1].unseen == 12
    assert {side.source for pair in low.pairs for side in (pair.left, pair.right)} <= {"here"}
    assert "SECRET" not in str(low)
    high = report(journey, question)
    assert high.sets[1].cases == 12
    assert high.label is not None
    assert "SECRET" in high.labels[high.label].text


def test_what_was_never_here_and_what_is_withheld_look_alike():
    secret = label(level="SECRET", originator="coast-guard")
    journey = crowd(Journey(people("here"), people("there", label=secret)))
    low = cleared(ADA, "OFFICIAL")
    never = shown_id("e", make.IDS.entity("there", "never"))
    for other in (never, ends(0)[1]):
        with pytest.raises(NotFound) as refusal:
            quality_report(journey.center, low, QualityQuestion(pairs=[(ends(0)[0], other)]))
        assert "expected pairs of which you see something" in str(refusal.value)


def test_pairs_that_are_asked_for_are_explained():
    found = report(crowd(), QualityQuestion(pairs=[ends(1)]))
    [pair] = found.pairs
    assert {pair.left.source_entity, pair.right.source_entity} == set(ends(1))
    assert sum(row.bits for row in pair.evidence) == pair.bits_total
    assert len(found.needed) == 1


def test_without_a_wish_some_pairs_are_explained():
    found = report(crowd())
    assert 0 < len(found.pairs) == len(found.needed) <= SHOWN_MAX


def test_two_versions_are_held_against_each_other():
    journey = crowd()
    in_force(journey.center, other_weights())
    found = report(journey, QualityQuestion(against=shipped_weights().version))
    assert found.version == "second-1"
    [change] = found.changes
    assert (change.property, change.before, change.after) == ("birthDate", 7, 2)
    with pytest.raises(NotFound):
        report(journey, QualityQuestion(against="none"))


def test_too_much_is_refused():
    journey = crowd(count=1)
    with pytest.raises(InputError, match="at most"):
        report(journey, QualityQuestion(labelled=labelled(1) * (LABELLED_MAX + 1)))
    with pytest.raises(InputError, match="at most"):
        report(journey, QualityQuestion(pairs=[ends(0)] * (SHOWN_MAX + 1)))
    with pytest.raises(InputError, match="one twice"):
        report(journey, QualityQuestion(pairs=[(ends(0)[0], ends(0)[0])]))


@pytest.mark.parametrize("role", ["overseer", "administrator", "contributor"])
def test_who_reads_nothing_gets_no_report(role: str):
    with pytest.raises(AccessError):
        quality_report(crowd(count=1).center, officer(role), PLAIN)


def test_a_report_is_in_the_audit_log():
    journey = crowd()
    report(journey)
    [entry] = journey.entries("quality.report")
    assert entry.principal == "p-ada"


def test_the_page_fetches_nothing_runs_nothing_and_has_every_part():
    journey = crowd()
    judged(journey, 7)
    question = QualityQuestion(labelled=labelled(), against=shipped_weights().version)
    in_force(journey.center, other_weights())
    page = report_page(report(journey, question), ENGLISH)
    assert page.startswith("<!doctype html>")
    assert page.count("<svg") == page.count("</svg>") >= 5
    assert not re.search(r"<script|https?://|@import|url\(|<link|<img| on\w+=", page)
    for words in ("Calibration", "Weights in force", "Match weights", "changed of", "by script"):
        assert words in page
    assert "OFFICIAL" in page


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_page_speaks_the_language_of_its_reader(lang: str):
    journey = crowd()
    judged(journey, 7)
    in_force(journey.center, other_weights())
    found = report(journey, QualityQuestion(labelled=labelled(), against=shipped_weights().version))
    page = report_page(found, Speech(WORDING.voice(lang), ONTOLOGY))
    english = report_page(found, ENGLISH)
    told, words = words_of(page), words_of(english)
    beside = {"Calibration", "Weights", "property", "level", "wrong", "needed"}
    assert beside <= words
    assert not beside & told
    direction = "rtl" if lang == "ar" else "ltr"
    assert page.startswith(f'<!doctype html><html lang="{lang}" dir="{direction}">')
    born = {"fr": "Date de naissance", "ar": "تاريخ الميلاد"}[lang]
    assert born in page
    assert born not in english
    if lang == "ar":
        # Beside Arabic there are names, versions, labels and purposes; no word of English.
        assert not told & (words - names_in(found))


def words_of(page: str) -> set[str]:
    """Give the words in Latin letters that a page shows."""
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL)
    return set(re.findall(r"[A-Za-z]{3,}", shown))


def names_in(found: QualityReport) -> set[str]:
    """Give the words of a report that belong to no language: what sources said, and its marks."""
    pairs = [side for p in found.pairs for side in (p.left, p.right)]
    marks = [label.text for label in found.labels.values()]
    said = [value for p in found.pairs for row in p.evidence for value in (row.left, row.right)]
    own = [found.center, found.version, found.against or "", found.purpose, "UTC", "AIS"]
    whole = " ".join([*own, *marks, *said, *(s.caption for s in pairs), *(s.source for s in pairs)])
    return set(re.findall(r"[A-Za-z]{3,}", whole))


@pytest.mark.parametrize("names", [DATES, NAMES, TEXTS, IDENTIFIERS, CODES])
def test_every_level_of_every_comparator_has_words(names: tuple[str, ...]):
    for level in names:
        words = level_words(level)
        assert not isinstance(words, str), level
        assert len(set(WORDING.texts(words).values())) == len(LANGUAGES)


def test_every_group_has_words_and_a_level_that_nobody_knows_stays():
    for group in ("Latin", "Arabic / Latin", "none / year", "untold"):
        assert len(set(WORDING.texts(group_words(group)).values())) == len(LANGUAGES)
    assert level_words("equal_wizard") == "equal_wizard"
    assert level_words("wizard") == "wizard"
    assert group_words("Wizard") == "Wizard"


def test_a_value_is_written_as_text_whatever_it_is():
    found = report(crowd())
    pair = found.pairs[0]
    bad = replace_text(found, EVIL)
    assert EVIL not in report_page(bad, ENGLISH)
    assert "&lt;script&gt;" in report_page(bad, ENGLISH)
    assert pair.left.caption in report_page(found, ENGLISH)


def replace_text(found: QualityReport, text: str) -> QualityReport:
    """Give the report with a text in the place of each that comes from outside."""
    pair = found.pairs[0]
    side = msgspec.structs.replace(pair.left, caption=text, source=text)
    evil_title = dict.fromkeys(LANGUAGES, text)
    rows = [
        msgspec.structs.replace(row, left=text, property=text, title=evil_title)
        for row in pair.evidence
    ]
    evil = msgspec.structs.replace(pair, left=side, evidence=rows)
    return msgspec.structs.replace(found, pairs=[evil, *found.pairs[1:]], center=text, version=text)

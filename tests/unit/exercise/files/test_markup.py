from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from isthmus.exercise.files.markup import element, text

written = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), min_size=1)


@given(written, written)
def test_whatever_is_written_reads_back(inside: str, said: str):
    root = etree.fromstring(element("a", text("b", inside), note=said))
    assert root.findtext("b") == inside
    assert root.get("note") == said


def test_an_empty_text_gives_no_element():
    assert text("b", "") == ""
    assert element("b") == "<b/>\n"

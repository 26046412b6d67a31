"""Stores of what centers agreed, released, told and recalled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isthmus.errors import StateError
from isthmus.model.agreement import Act
from isthmus.model.consent import ConsentState
from isthmus.model.ids import erased_id
from isthmus.model.message import MessageId, Outcome
from isthmus.model.release import ReleaseId, Standing
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting, laid, said
from tests.make.exchanged import PARTNER, sixteen

SKIFF = make.Claim("skiff", "name", "Night Heron")


def test_an_agreement_is_kept_once_with_the_acts_of_its_parties(store: Store):
    with acting(store) as unit:
        assert unit.agreements.put(make.exchanged.agreement())
        assert not unit.agreements.put(make.exchanged.agreement())
        assert unit.agreements.put(make.exchanged.agreement(version=2))
        assert unit.agreements.sign(make.exchanged.signed())
        assert not unit.agreements.sign(make.exchanged.signed())
        later = make.exchanged.signed("birch", Act.END, at=make.NOW + make.HOUR)
        assert unit.agreements.sign(later)
    with store.reading() as unit:
        first, second = unit.agreements.all()
        assert first == replace(make.exchanged.agreement(), acts=(make.exchanged.signed(), later))
        assert second == make.exchanged.agreement(version=2)


def test_the_register_leads_from_a_release_to_the_statement_and_back(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        [skiff] = said(unit, ground, SKIFF)
        assert skiff is not None
        one = make.exchanged.released("one", ground.statement)
        two = make.exchanged.released("two", skiff, about="skiff")
        unit.releases.add(make.exchanged.release_batch(), [one, two])
    with store.reading() as unit:
        assert list(unit.releases.batches()) == [make.exchanged.release_batch()]
        assert list(unit.releases.of_batch(sixteen("message"))) == [one, two]
        assert list(unit.releases.of_statements([skiff])) == [two]
        assert list(unit.releases.by_release([two.release, ReleaseId(sixteen("x"))])) == [two]
        boats = [make.entity("dhow"), make.entity("lark")]
        assert unit.releases.known(PARTNER, make.PURPOSE, boats) == {make.entity("dhow")}
        assert unit.releases.known("cedar", make.PURPOSE, boats) == frozenset()
        assert unit.releases.known(PARTNER, "another", boats) == frozenset()
    with acting(store) as unit:
        unit.releases.end([one.release], Standing.RECALLED, sixteen("recall"))
    with store.reading() as unit:
        assert unit.releases.of_statements([ground.statement]) == []
        assert unit.releases.by_release([one.release]) == []
        assert list(unit.releases.of_recall(sixteen("recall"))) == [
            replace(one, standing=Standing.RECALLED)
        ]
        assert unit.releases.of_recall(sixteen("another")) == []
        assert unit.releases.known(PARTNER, make.PURPOSE, boats) == frozenset()
        ended = replace(one, standing=Standing.RECALLED)
        assert list(unit.releases.of_batch(sixteen("message"))) == [ended, two]


def test_what_came_is_known_by_its_partner_and_id(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        one = make.exchanged.received("one", ground.record, ground.statement)
        other = replace(one, partner="cedar")
        unit.releases.receive([one, other])
        unit.releases.receive([replace(one, purpose="another")])
    with store.reading() as unit:
        assert list(unit.releases.received(PARTNER, [one.release])) == [one]
        assert unit.releases.received(PARTNER, [ReleaseId(sixteen("another"))]) == []
        assert set(unit.releases.holding([ground.statement])) == {one, other}
        assert list(unit.releases.came_from(PARTNER)) == [one]
        assert list(unit.releases.came_in(PARTNER, one.message)) == [one]
        assert unit.releases.came_in("elm", one.message) == []
        assert unit.releases.due(make.EXPIRY - make.HOUR, 9) == []
        assert set(unit.releases.due(make.EXPIRY, 9)) == {one, other}
        assert len(unit.releases.due(make.EXPIRY, 1)) == 1
    with acting(store) as unit:
        unit.releases.forget(PARTNER, [one.release], Standing.RECALLED)
    with store.reading() as unit:
        assert unit.releases.holding([ground.statement]) == [other]
        assert unit.releases.came_from(PARTNER) == []
        assert list(unit.releases.due(make.EXPIRY, 9)) == [other]
        assert unit.releases.received(PARTNER, [one.release])[0].standing is Standing.RECALLED


def test_each_partner_has_its_own_numbers_and_an_envelope_goes_with_its_receipt(store: Store):
    first, second, other = (
        make.exchanged.outgoing(1),
        make.exchanged.outgoing(2),
        make.exchanged.outgoing(1, partner="cedar"),
    )
    with acting(store) as unit:
        assert unit.mail.next_sequence(PARTNER) == 1
        for one in (first, second, other):
            unit.mail.send(one)
        assert unit.mail.next_sequence(PARTNER) == 3
    with store.reading() as unit:
        assert list(unit.mail.waiting(PARTNER, 5)) == [first, second]
        assert list(unit.mail.waiting(PARTNER, 1)) == [first]
        assert unit.mail.backlog(PARTNER, 5) == (2, first.written_at)
        assert unit.mail.backlog(PARTNER, 1) == (1, first.written_at)
        assert unit.mail.backlog("elm", 5) == (0, None)
        assert list(unit.mail.partners()) == ["birch", "cedar"]
    with acting(store) as unit:
        unit.mail.confirm(PARTNER, 1, Outcome.ADMITTED, b"receipt")
        unit.mail.confirm(PARTNER, 1, Outcome.REFUSED, b"another")
    with store.reading() as unit:
        assert list(unit.mail.waiting(PARTNER, 5)) == [second]
        assert unit.mail.backlog(PARTNER, 5) == (1, second.written_at)
        confirmed = unit.mail.sent(PARTNER, 1)
        assert confirmed == replace(
            first, envelope=None, receipt=b"receipt", outcome=Outcome.ADMITTED
        )
        assert unit.mail.sent(PARTNER, 3) is None


def test_what_a_message_says_is_kept_for_its_sender_until_its_receipt_is_there(store: Store):
    with acting(store) as unit:
        unit.mail.send(replace(make.exchanged.outgoing(1), content=b"what it says"))
        unit.mail.send(make.exchanged.outgoing(2))
    with store.reading() as unit:
        assert unit.mail.content(PARTNER, 1) == b"what it says"
        assert unit.mail.content(PARTNER, 2) is None
        assert unit.mail.content(PARTNER, 3) is None
        assert unit.mail.waiting(PARTNER, 1)[0] == make.exchanged.outgoing(1)
    with acting(store) as unit:
        unit.mail.enclose(PARTNER, 1, b"anew")
        unit.mail.enclose(PARTNER, 3, b"none")
    with acting(store) as unit:
        assert unit.mail.waiting(PARTNER, 1)[0].envelope == b"anew"
        assert unit.mail.content(PARTNER, 1) == b"what it says"
        unit.mail.confirm(PARTNER, 1, Outcome.ADMITTED, b"receipt")
        unit.mail.enclose(PARTNER, 1, b"too late")
    with store.reading() as unit:
        assert unit.mail.content(PARTNER, 1) is None
        confirmed = unit.mail.sent(PARTNER, 1)
        assert confirmed is not None
        assert confirmed.envelope is None


def test_what_a_message_says_goes_with_what_it_tells(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        told = make.exchanged.released("two", ground.statement, message="two")
        unit.releases.add(make.exchanged.release_batch("two"), [told])
        for sequence, name in ((11, "two"), (12, "three")):
            one = replace(make.exchanged.outgoing(sequence), message=MessageId(sixteen(name)))
            unit.mail.send(replace(one, content=b"what it says"))
    with acting(store) as unit:
        unit.erasure.erase([ground.statement], [], make.NOW, "recalled")
    with store.reading() as unit:
        assert unit.mail.content(PARTNER, 11) is None
        assert unit.mail.content(PARTNER, 12) == b"what it says"
        assert unit.mail.sent(PARTNER, 11) is not None


def test_a_trust_list_is_proposed_voted_on_and_adopted(store: Store):
    first, second = make.exchanged.trust_list(2), make.exchanged.trust_list(3)
    with acting(store) as unit:
        assert unit.trust.put(second)
        assert unit.trust.put(first)
        assert not unit.trust.put(replace(first, by="cedar"))
        assert unit.trust.vote(first.digest, "cedar", b"vote of cedar")
        assert unit.trust.vote(first.digest, "birch", b"vote of birch")
        assert not unit.trust.vote(first.digest, "birch", b"another")
        assert unit.trust.holding() is None
    votes = (("birch", b"vote of birch"), ("cedar", b"vote of cedar"))
    voted = replace(first, votes=votes)
    with acting(store) as unit:
        assert list(unit.trust.all()) == [voted, second]
        unit.trust.adopt(first.digest, b"signed", make.NOW + make.HOUR)
        unit.trust.adopt(first.digest, b"again", make.NOW)
    adopted = replace(voted, adopted_at=make.NOW + make.HOUR, signed=b"signed")
    with store.reading() as unit:
        assert unit.trust.get(first.digest) == unit.trust.holding() == adopted
        assert unit.trust.get(b"none") is None
    with acting(store) as unit:
        unit.trust.adopt(second.digest, b"signed", make.NOW)
        holds = unit.trust.holding()
        assert holds is not None
        assert holds.version == 3
        unit.trust.clear()
        assert not unit.trust.all()


def test_a_number_is_sent_and_taken_once(store: Store):
    with acting(store) as unit:
        unit.mail.send(make.exchanged.outgoing())
        unit.mail.take(make.exchanged.incoming())
    with store.writing() as unit, pytest.raises(StateError):
        unit.mail.send(make.exchanged.outgoing())
    with store.writing() as unit, pytest.raises(StateError):
        unit.mail.take(make.exchanged.incoming())


def test_what_was_taken_is_answered_as_then(store: Store):
    with acting(store) as unit:
        assert unit.mail.last_taken(PARTNER) == 0
        unit.mail.take(make.exchanged.incoming(1))
        unit.mail.take(make.exchanged.incoming(2))
        unit.mail.answer(PARTNER, 1, b"receipt")
    with store.reading() as unit:
        assert unit.mail.last_taken(PARTNER) == 2
        assert unit.mail.last_taken("cedar") == 0
        answered = replace(make.exchanged.incoming(1), receipt=b"receipt")
        assert unit.mail.taken(PARTNER, 1) == answered
        assert unit.mail.taken(PARTNER, 2) == make.exchanged.incoming(2)
        assert unit.mail.taken(PARTNER, 3) is None


def test_a_recall_has_a_line_for_each_holder_and_each_answers_once(store: Store):
    birch, cedar = make.exchanged.holder(), make.exchanged.holder("cedar")
    with acting(store) as unit:
        unit.recalls.order(make.exchanged.recall())
        unit.recalls.order(replace(make.exchanged.recall(), reason="another"))
        unit.recalls.ask([birch])
        unit.recalls.ask([replace(birch, items=9), cedar])
        at = make.NOW + make.HOUR
        assert unit.recalls.answer(birch.recall, PARTNER, at, b"receipt")
        assert not unit.recalls.answer(birch.recall, PARTNER, at, b"another")
        assert not unit.recalls.answer(birch.recall, "elm", at, b"receipt")
    with store.reading() as unit:
        assert list(unit.recalls.all()) == [make.exchanged.recall()]
        assert unit.recalls.get(birch.recall) == make.exchanged.recall()
        assert unit.recalls.get(sixteen("none")) is None
        answered = replace(birch, answered_at=at, receipt=b"receipt")
        assert list(unit.recalls.holders(birch.recall)) == [answered, cedar]


def test_a_standing_order_goes_on_until_it_ends_once(store: Store):
    order = make.exchanged.standing()
    with acting(store) as unit:
        unit.releases.put_order(order)
        unit.releases.put_order(make.exchanged.standing("another"))
        unit.releases.advance(order.id, 9)
        unit.releases.end_order(order.id, make.NOW)
        unit.releases.end_order(order.id, make.NOW + make.HOUR)
    with store.reading() as unit:
        ended = order.at(9).ended(make.NOW)
        assert list(unit.releases.orders()) == [ended, make.exchanged.standing("another")]


def test_a_consent_holds_for_what_it_names_until_it_ends(store: Store):
    asked, given = make.exchanged.consent(), make.exchanged.given(until=make.NOW + make.HOUR)
    with acting(store) as unit:
        ground = laid(unit)
        named = make.exchanged.consented("one", ground.statement)
        unit.consents.ask(asked, [named])
        unit.consents.ask(replace(asked, reason="another"), [named])
        about = ([ground.statement], "cedar", make.PURPOSE)
        assert unit.consents.given(*about, make.NOW) == []
        assert unit.consents.answer(given)
        assert not unit.consents.answer(replace(given, state=ConsentState.REFUSED))
        assert not unit.consents.answer(make.exchanged.given("unknown"))
    with store.reading() as unit:
        assert list(unit.consents.all()) == [given]
        assert unit.consents.get(asked.id) == given
        assert unit.consents.get(sixteen("none")) is None
        assert list(unit.consents.named(asked.id)) == [named]
        assert list(unit.consents.given(*about, make.NOW)) == [(ground.statement, given)]
        assert unit.consents.given(*about, make.NOW + make.HOUR) == []
        assert unit.consents.given([ground.statement], "elm", make.PURPOSE, make.NOW) == []
        assert unit.consents.given([ground.statement], "cedar", "another", make.NOW) == []


def test_erasure_takes_the_value_and_all_that_tells_it(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        owner = SKIFF._replace(property="owner", target="lark", original="Lark Ltd")
        [kept, gone] = said(unit, ground, SKIFF, owner)
        assert kept is not None
        assert gone is not None
        rows = [("n:lark", make.entity("skiff"), seq, ground.low) for seq in (kept, gone)]
        unit.keys.add(rows)
        evidence = make.attribution("call 1", "skiff", gone, label=ground.low)
        unit.judgements.attribute([evidence], make.NOW)
        found = make.finding("meeting", gone, label=ground.low)
        unit.findings.add([replace(found, lat=1.5, lon=2.5)])
    with acting(store) as unit:
        unit.erasure.erase([gone], [], make.NOW, "recalled by birch")
    with store.reading() as unit:
        low = ground.lower
        erased, still = (unit.statements.by_seq([seq], low)[0] for seq in (gone, kept))
        assert (erased.state.value, erased.value, erased.original) == ("erased", "", None)
        assert (erased.target, erased.lang, erased.property) == (None, None, "owner")
        assert still.value == "Night Heron"
        assert erased.id == erased_id(gone)
        assert unit.statements.by_id(make.statement_id(owner), low) is None
        assert unit.statements.towards([make.entity("lark")], low) == []
        assert [seq for _, seq in unit.keys.holders(["n:lark"], low, 5)["n:lark"]] == [kept]
        assert unit.judgements.attributions(low, events=[make.entity("call 1")]) == []
        [told] = unit.judgements.attributed(low, events=[make.entity("call 1")])
        assert told.value == ""
        [meeting] = [f for f in unit.findings.about(found.entities, low) if f.id == found.id]
        assert (meeting.lat, meeting.lon) == (None, None)


def test_what_was_erased_may_be_said_anew(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        [gone] = said(unit, ground, SKIFF)
        unit.erasure.erase([gone], [], make.NOW, "recalled by birch")
        [anew] = said(unit, ground, SKIFF)
        assert anew != gone
        assert unit.statements.by_seq([anew], ground.lower)[0].value == "Night Heron"


def test_erasure_takes_a_record_and_its_positions(store: Store):
    with acting(store) as unit:
        ground = laid(unit)
        unit.observations.add(make.positions(label=ground.low), [ground.record])
        unit.erasure.erase([], [ground.record], make.NOW, "expired")
    with store.reading() as unit:
        low = ground.lower
        [record] = unit.records.get([ground.record], low)
        assert (record.sealed, record.wrapped, record.sha256, record.size) == (b"", b"", b"", 0)
        assert unit.observations.of([make.entity("dhow")], low, 5) == []


def test_counts_that_left_and_came_stand_in_their_order(store: Store):
    left, came = make.exchanged.kept_count(), make.exchanged.kept_count(left=False)
    with acting(store) as unit:
        unit.releases.add_counts([left, came])
    with store.reading() as unit:
        assert list(unit.releases.counts()) == [left, came]

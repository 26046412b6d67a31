"""How things look to a reader: visible rows in, parts of documents out.

Journeys (`flow.entity`, `flow.triage` ...) put these parts together. Every part takes a Reading,
so that nothing is shown that its Reader may not see, and every label goes through its table.
"""

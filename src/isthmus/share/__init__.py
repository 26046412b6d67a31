"""Room: a label, a recipient and a purpose come in, a decision with its obligations goes out.

Agreements are documents that people sign; this room reads them, compiles them to Cedar, and
decides by them. Whatever no article covers stays at home, and so does whatever cannot be decided.
"""

"""Room: statements come in, judgements go out.

The first cut of the resolver: keys propose, comparisons weigh, bits decide. Identifiers that
change hands never join; they attribute an event to whoever held them then.
"""

"""Documents: the shapes in which flows answer, as they stand on the wire.

One module per family of pages. Visible rows come in, documents go out; a door encodes them and
adds nothing. Wherever a label stands, it is a local reference into the document's `labels`.
"""

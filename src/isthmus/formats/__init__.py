"""Readers and writers of the formats of the field, each of which exists once.

A binary stream that a door opened comes in; a Reading (see `raw`) comes out. Nothing here opens
a file, follows a link, or resolves an entity.
"""

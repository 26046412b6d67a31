"""Checksums and canonical forms of identifiers, each of which exists once.

A text as a source spelled it comes in; the canonical form, or None with the reason, comes out.
"""

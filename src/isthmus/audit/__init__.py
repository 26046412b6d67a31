"""The audit log: evidence under every room.

In come the entries that flows write about each act, as values. Out come their fixed bytes, a
Merkle tree over them (RFC 6962) in C2SP tiles, signed and cosigned checkpoints, and proofs that
anybody can check offline. Whatever verifies raises IntegrityError; nothing here does I/O, reads a
clock or holds a private key.
"""

"""Room: what is to be carried comes in, sealed envelopes go out; and back, verified, or not at all.

Cryptography is that of suite 1: DSSE signed with Ed25519 and ML-DSA-65, both required, sealed with
HPKE under X-Wing. Private keys never enter the room: what signs and opens comes in as a port.
"""

"""Room: who may do what. Principals, roles and purposes come in, Readers go out.

Only this room makes a Reader, and no Reader sees all: each has one purpose, and what a purpose
may not use it does not hold.
"""

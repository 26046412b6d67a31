"""Room: entities and events come in, findings go out.

Every rule is a declared file and runs as its own service principal, on what its purpose may use.
"""

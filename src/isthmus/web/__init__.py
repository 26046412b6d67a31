"""Door: HTTP. Requests come in; what flows answer goes out, and nothing else.

`app` makes the ASGI application of a node, `server` carries it, `serving` runs both with the
node's loops until the process is asked to end.
"""

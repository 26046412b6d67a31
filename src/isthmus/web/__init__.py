"""Door: HTTP. Requests come in; what flows answer goes out, and nothing else.

`create_app` gives the ASGI application of a node, `WebServer` carries it, `serve` does so until
the process is asked to end.
"""

from isthmus.web.app import create_app
from isthmus.web.server import WebServer, serve

__all__ = ["WebServer", "create_app", "serve"]

"""A web server to kill: `endpoint.py ADDRESS PORT`. HTTP/1.1, keeps connections open."""

import http.server
import sys


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"up\n")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass  # a checker that has hung up is no news


Server((sys.argv[1], int(sys.argv[2])), Page).serve_forever()

"""The browser face: server, gate, API, socket."""

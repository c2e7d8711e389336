"""`supcheck serve`: one page on this computer for a manager, with nothing kept.

The one room that may know sockets: it listens on loopback and opens no connection of its own.
"""

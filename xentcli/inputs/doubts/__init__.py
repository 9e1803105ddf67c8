"""Tables that would silently give a wrong number: detect them, and ask or refuse."""

"""The embedded default, tried with real kills, real sockets and real mail."""

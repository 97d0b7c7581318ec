"""How the data of the repairer is made: counting a corpus, rendering and reading lines, learning the confusions."""

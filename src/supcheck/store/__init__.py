"""What outlasts a run: baseline, waivers, cache; nothing here holds a word of a record."""

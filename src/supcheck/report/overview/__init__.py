"""A run as a quality lead reads it: counts over all of its records, never a word of one."""

"""Models that other programs run, asked over HTTP: an encoder and a picker, both optional, see docs/engines.md.

Nothing depends on them: whatever their server does, an error is all that comes of it, in bounded time and memory.
"""

"""What is fetched from the web for an import, and from nowhere else.

Bounded in time, size, redirects and hosts; polite; what was fetched is kept.
"""

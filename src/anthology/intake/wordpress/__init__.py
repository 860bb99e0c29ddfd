"""Exports of WordPress (WXR 1.0 to 1.2) into posts."""

from anthology.intake.wordpress.supply import Export, Wanted

__all__ = ["Export", "Wanted"]

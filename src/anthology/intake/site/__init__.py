"""Folders of static sites (Jekyll, Hugo, Eleventy, Pelican, Zola) into posts."""

from anthology.intake.site.supply import SiteFolder

__all__ = ["SiteFolder"]

"""Pictures made fit for an edition: upright, still, bare of metadata, no larger than it shows."""

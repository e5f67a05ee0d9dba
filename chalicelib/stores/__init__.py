"""Few repositories over the models; one place that commits."""

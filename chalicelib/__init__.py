"""Bon pour accord: works management by e-mail, on serverless AWS."""

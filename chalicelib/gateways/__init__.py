"""Doors to SES, S3, SQS, the clock and secrets."""

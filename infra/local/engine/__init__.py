"""The embedded AWS: an emulator in its own process, behind a journal that survives a power cut.

`python -m infra.local.engine` starts it. What it promises: a DynamoDB write that was answered is on disk,
whole, and applied once after any restart; a mail that SES accepted stays readable; a stored S3 object stays
stored. Queues are emptied by a restart on purpose: whatever must happen is a row in the table.
"""

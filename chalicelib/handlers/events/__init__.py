"""Events: mail arrived, mail to send, document to read, time passed."""

"""Rules of the trade. Pure: no AWS, no clock, no randomness, no templates."""

"""What surrounds the product: AWS template, embedded default, demo agency, bench."""

"""The deployment package: `python -m infra.package` writes dist/sam.json and the zips it speaks of.

Chalice packages, then three things it does not do are done here: libraries are trimmed to what we load,
everything is compiled ahead for the Python it will run on, and the template gets what merging cannot give.
"""

"""What a hospital says of somebody who goes home, and what goes back to it: a list or a FHIR R4 bundle.

Only what a visit needs is read. There is no field for a diagnosis, and nothing that holds one is looked into.
"""

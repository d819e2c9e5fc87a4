"""How long things are kept, what is due to be deleted, and the appendix that tells a data protection officer of both.

What is decided stands in `policies/retention.yaml`, the surveys' contracts and `policies/access.yaml`, not here.
"""

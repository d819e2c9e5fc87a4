"""The attacker: tries to recover every hidden figure of a release, knowing the contracts, the borders and the policy.

It shares no code with `disclosure`, so that an error there is not repeated here. Nothing in it changes a release.
"""

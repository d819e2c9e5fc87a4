"""From who somebody is to what she holds: claims of a login, areas as municipalities, and the desk that gives grants.

What a role may do is `access`'s to say, and what has been given the register's.
"""

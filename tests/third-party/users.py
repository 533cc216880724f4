"""Gives the database two people who can sign in. Run by setup.sh: users.py CONFIGURATION DATABASE."""

import sys

from trytond.config import config

config.update_etc(sys.argv[1])

from trytond.pool import Pool  # noqa: E402  (reads the configuration when it is imported)
from trytond.transaction import Transaction  # noqa: E402

PEOPLE = [
    {"name": "Anna Petrenko", "login": "anna", "email": "anna@example.org", "password": "korovai-1-oven"},
    {"name": "Bohdan Koval", "login": "bohdan", "email": "bohdan@example.org", "password": "varenyk-2-steam"},
]

database = sys.argv[2]
Pool.start()
pool = Pool(database)
with Transaction().start(database, 0, readonly=True):
    pool.init()
with Transaction().start(database, 1) as transaction:
    user = pool.get("res.user")
    known = {found.login for found in user.search([])}
    user.create([person for person in PEOPLE if person["login"] not in known])
    transaction.commit()

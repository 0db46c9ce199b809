from importlib import import_module

Migration = import_module("coproduce.community.ledger.migrations.0001_initial").Migration

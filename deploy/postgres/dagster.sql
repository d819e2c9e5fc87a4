-- Run once, when the database's folder is made: the register has a database of its own, and Dagster's runs another.
CREATE DATABASE dagster;

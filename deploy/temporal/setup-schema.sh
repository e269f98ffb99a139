#!/bin/sh
# Creates and migrates Temporal's two databases. Safe to repeat: an existing database and a newer schema are left alone.
# Reads SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD; the schemas come with the tool.
set -eu
tool=${SQL_TOOL:-temporal-sql-tool}

migrate() { # database schema
  "$tool" --database "$1" create-database
  "$tool" --database "$1" setup-schema --version 0.0
  "$tool" --database "$1" update-schema --schema-name "postgresql/v12/$2"
}

migrate temporal temporal
migrate temporal_visibility visibility

#!/bin/sh
# Creates the namespace and the search attributes that the connector uses. Safe to repeat.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, NAMESPACE_RETENTION.
set -eu
cli=${TEMPORAL_CLI_PATH:-temporal}
namespace=${TEMPORAL_NAMESPACE:-default}

"$cli" operator namespace describe --namespace "$namespace" >/dev/null 2>&1 ||
  "$cli" operator namespace create --namespace "$namespace" --retention "${NAMESPACE_RETENTION:-7d}"

# The server answers with the namespace a moment after it was created.
tries=30
until "$cli" operator search-attribute list --namespace "$namespace" >/dev/null 2>&1; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || { echo "namespace $namespace does not appear" >&2; exit 1; }
  sleep 1
done

"$cli" operator search-attribute create --namespace "$namespace" --type Keyword \
  --name GorgiasAccount --name GorgiasTicketId --name TicketStatus --name Outcome

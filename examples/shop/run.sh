#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Usage: examples/shop/run.sh [options]
#
# Builds the agent and the shop, runs three services under the agent beside the console and Kafka, sends
# traffic, lets one service hang until the circuit breaker opens, and prints what was seen.
# Needs a JDK 17 or newer, and nothing else.
#
#   --no-build       run what was built before (must come first)
#   --keep           keep the shop running afterwards, until Ctrl-C
#   --agent JAR      run the services under another agent (agent/target/outrider.jar)
#   --console JAR    take the console from another JAR (agent/target/outrider.jar)
#   --no-color       no colours
#   --ascii          no box characters
#   --help           print this
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)

for argument in "$@"; do
  if [ "$argument" = --help ]; then
    sed -n '/^# Usage/,/^[^#]/s/^# \{0,1\}//p' "$root/examples/shop/run.sh"
    exit 0
  fi
done

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi
if ! command -v "$java" >/dev/null 2>&1; then
  echo "run.sh: no $java: install a JDK 17 or newer, or set JAVA_HOME to one" >&2
  exit 2
fi

if [ "${1:-}" = --no-build ]; then
  shift
else
  echo "Building the agent and the shop (the first time, Maven fetches what it needs: minutes)"
  shop=examples/shop
  (cd "$root" && ./mvnw -q -B -DskipTests -am package \
    -pl "agent,$shop/order-service,$shop/inventory-service,$shop/shipping-service,$shop/broker,$shop/demo")
fi

# The JVM cannot ask the terminal for its width.
if [ -z "${COLUMNS:-}" ] && [ -t 1 ] && columns=$(tput cols 2>/dev/null); then
  export COLUMNS="$columns"
fi

# In place of this shell: Ctrl-C and kill reach the demo, which stops what it started.
exec "$java" -jar "$root"/examples/shop/demo/target/shop-demo-*.jar "$@"

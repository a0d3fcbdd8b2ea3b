#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: smoke-tests/benchmark/run.sh [options]
#
# Builds the agent and the shop, runs them with no agent, with Outrider and with OpenTelemetry's
# agent in turn, and prints what each costs. Needs Linux, bash and a JDK 17 or newer; takes about
# 25 minutes, on a machine that does nothing else.
#
#   --no-build        measure what was built before (must come first)
#   --quick           one or two short rounds: tells whether it works, not what it costs
#   --rounds N        as many rounds of each part (hello 10, start 5, steady 3, messages 3, aot 5)
#   --only PARTS      some of hello,start,steady,messages,aot
#   --agents NAMES    some of none,outrider,otel (none is always measured)
#   --also NAME=JAR   one more agent: another build of Outrider, say; may be repeated
#   --java HOME       the JDK to measure on (the one that runs this)
#   --aot-java HOME   the JDK 25 or newer for the part with an AOT cache
#   --warmup N        requests before those that are measured (30000)
#   --requests N      requests measured (15000)
#   --no-pin          do not tie the shop to one CPU under load
#   --help            print this
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)

for argument in "$@"; do
  if [ "$argument" = --help ]; then
    sed -n '/^# Usage/,/^[^#]/s/^# \{0,1\}//p' "$root/smoke-tests/benchmark/run.sh"
    exit 0
  fi
done

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi

if [ "${1:-}" = --no-build ]; then
  shift
else
  (cd "$root" && ./mvnw -q -B -Pbenchmark -DskipTests -am package -pl smoke-tests/benchmark)
fi

exec "$java" -cp "$root/smoke-tests/benchmark/target/classes" io.outrider.benchmark.Benchmark "$root" "$@"

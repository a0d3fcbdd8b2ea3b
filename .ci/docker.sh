#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Makes sure that a container engine answers and that the local database image exists; needs no
# container registry. Prints what it did; changes nothing when all is there. Needs root on Debian.
# Environment: DOCKER_DATA (where a started engine keeps its data), DATABASE_IMAGE (its name)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=${DOCKER_DATA:-${TMPDIR:-/tmp}/outrider-docker}
image=${DATABASE_IMAGE:-outrider/databases:3}
export DEBIAN_FRONTEND=noninteractive

install_packages() {
  apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null
  apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "$@" >/dev/null
}

engine_answers() { docker version >/dev/null 2>&1; }

start_engine() {
  command -v dockerd >/dev/null || install_packages docker.io iptables
  mkdir -p "$data"
  setsid nohup dockerd --data-root "$data/data" --exec-root "$data/exec" -p "$data/pid" \
    >"$data/log" 2>&1 </dev/null &
  for _ in $(seq 150); do
    engine_answers && return 0
    sleep 0.2
  done
  echo "docker.sh: the container engine does not start; the end of its log:" >&2
  tail -n 20 "$data/log" >&2
  return 1
}

build_database_image() {
  command -v mmdebstrap >/dev/null || install_packages mmdebstrap
  local release
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mmdebstrap --quiet --variant=minbase --include=postgresql,mariadb-server,rabbitmq-server \
    --customize-hook="copy-in $here/server-entrypoint.sh /" "$release" - \
    | docker import --change 'ENTRYPOINT ["/server-entrypoint.sh"]' - "$image" >/dev/null
}

engine_answers || start_engine
docker image inspect "$image" >/dev/null 2>&1 || build_database_image
docker image inspect -f '{{index .RepoTags 0}}: {{.Size}} bytes' "$image"

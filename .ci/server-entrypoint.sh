#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Entry point of the local database image: understands the commands and the environment variables
# that Testcontainers' PostgreSQL and MariaDB modules send to the official images.
set -euo pipefail

as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

postgres_server() {
  local bin data=/var/lib/postgresql/data user=${POSTGRES_USER:-postgres} secret
  local auth=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  bin=$(ls -d /usr/lib/postgresql/*/bin)
  secret=$(mktemp)
  echo "${POSTGRES_PASSWORD:-postgres}" >"$secret"
  mkdir -p "$data"
  chown postgres "$data" "$secret"
  as_postgres "$bin/initdb" -D "$data" -U "$user" --pwfile="$secret" -A "$auth" --no-sync >/dev/null
  rm "$secret"
  echo "host all all all $auth" >>"$data/pg_hba.conf"
  # The first start listens on a socket only, so that nobody connects before the database exists.
  as_postgres "$bin/pg_ctl" -D "$data" -w -o "-c listen_addresses='' -c unix_socket_directories=/tmp" start
  if [ "${POSTGRES_DB:-$user}" != postgres ]; then
    PGPASSWORD=${POSTGRES_PASSWORD:-postgres} as_postgres "$bin/createdb" -h /tmp -U "$user" "${POSTGRES_DB:-$user}"
  fi
  as_postgres "$bin/pg_ctl" -D "$data" -w stop
  exec setpriv --reuid=postgres --regid=postgres --init-groups \
    "$bin/postgres" -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp "$@"
}

mariadb_server() {
  local data=/var/lib/mysql init=/tmp/init.sql
  rm -rf "${data:?}"/*
  mkdir -p /run/mysqld
  chown mysql "$data" /run/mysqld
  mariadb-install-db --user=mysql --datadir="$data" --skip-test-db >/dev/null
  cat >"$init" <<SQL
CREATE DATABASE IF NOT EXISTS \`${MARIADB_DATABASE:-${MYSQL_DATABASE:-test}}\`;
CREATE USER '${MARIADB_USER:-${MYSQL_USER:-test}}'@'%' IDENTIFIED BY '${MARIADB_PASSWORD:-${MYSQL_PASSWORD:-test}}';
GRANT ALL ON *.* TO '${MARIADB_USER:-${MYSQL_USER:-test}}'@'%';
SQL
  chmod 644 "$init"
  exec mariadbd --user=mysql --datadir="$data" --bind-address=0.0.0.0 --skip-name-resolve --init-file="$init" "$@"
}

command=${1:-}
case "$command" in
  postgres) shift; postgres_server "$@" ;;
  mariadbd | mysqld) shift; mariadb_server "$@" ;;
  *) exec "$@" ;;
esac

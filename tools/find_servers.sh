#!/usr/bin/env bash
# Install Debian's nginx and PostgreSQL for the tests when they are not found and it may.
# Neither is started: tests run their own.
set -euo pipefail
PATH="$PATH:/usr/sbin:/sbin"
missing=()
command -v nginx >/dev/null || missing+=(nginx-light)
command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    missing+=(postgresql)
command -v openssl >/dev/null || missing+=(openssl)
[ "${#missing[@]}" = 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not found: ${missing[*]}. Install them (Debian: apt-get install ${missing[*]});" \
         "without them the tests that need them are skipped." >&2
    exit 0
fi
apt-get update -qq
# In runlevel 1 no service is started when it is installed.
RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

#!/usr/bin/env bash
# Install Debian's Chromium and a Chinese font when none is found and it may.
set -euo pipefail
command -v chromium >/dev/null && fc-list 2>/dev/null | grep -qi 'noto sans cjk' && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "No Chromium found. Install it (Debian: apt-get install chromium fonts-noto-cjk);" \
         "without it the browser tests are skipped." >&2
    exit 0
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null

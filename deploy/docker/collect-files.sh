#!/bin/sh
# Copies what the given projects need at run time to <target>, keeping their places: build output, manifests and migrations of
# the projects and of all libraries, the shipped processes, and the built console for the gateway.
set -eu
target="$1"
shift

copy() {
  [ -e "$1" ] || return 0
  mkdir -p "$target/$(dirname "$1")"
  cp -R "$1" "$target/$(dirname "$1")/"
}

copy package.json
copy processes
for project in libs/* "$@"; do
  [ -f "$project/package.json" ] || { echo "$project is no project of this repository" >&2; exit 1; }
  copy "$project/package.json"
  copy "$project/dist"
  copy "$project/prisma"
  [ "$project" = services/gateway ] && copy frontend/dist
done
exit 0

#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# usage: jdks.sh DIRECTORY VERSION...
# Puts Debian's OpenJDK runtimes into DIRECTORY/VERSION. They come from the unstable distribution,
# the only one that has them all, and so expect a newer C library than a stable system's: each gets
# a private copy of it (DIRECTORY/glibc), and nothing on the system itself is touched but for the
# patchelf package. What is there already is kept. Needs root.
set -euo pipefail

directory=$1
shift
mkdir -p "$directory"
directory=$(readlink -f "$directory")
apt=$directory/.apt
mkdir -p "$apt"/state/lists/partial "$apt"/cache/archives/partial "$apt/packages"
touch "$apt/status"
arch=$(dpkg --print-architecture)

missing=()
for version; do
  [ -x "$directory/$version/bin/java" ] || missing+=("$version")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v patchelf >/dev/null || ! command -v readelf >/dev/null; then
  apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null
  apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends patchelf binutils >/dev/null
fi

# The mirror that this system uses already, with a package database of its own.
mirror=$(apt-get indextargets --format '$(REPO_URI)' | grep -v security | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$apt/sources.list"
unstable() {
  apt-get -q -o Dir::State="$apt/state" -o Dir::State::status="$apt/status" -o Dir::Cache="$apt/cache" \
    -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o APT::Sandbox::User=root "$@" >/dev/null
}
unpack() { # package directory: the newest package of that name
  (cd "$apt/packages" && unstable download "$1" && dpkg -x "$(ls -t "$1"_*.deb | head -n 1)" "$2")
}
unstable update

if [ ! -e "$directory/glibc/libc.so.6" ]; then
  tree=$apt/glibc-tree
  rm -rf "$tree"
  for package in libc6 libgcc-s1 libstdc++6 zlib1g; do unpack "$package" "$tree"; done
  mkdir -p "$directory/glibc"
  cp -a "$tree"/usr/lib/*-linux-gnu/*.so* "$directory/glibc/"
  rm -rf "$tree"
fi
loader=$(ls "$directory"/glibc/ld-linux-*.so.* | head -n 1)

for version in "${missing[@]}"; do
  tree=$apt/jdk-tree
  rm -rf "$tree"
  unpack "openjdk-$version-jre-headless" "$tree"
  home=$tree/usr/lib/jvm/java-$version-openjdk-$arch
  # Configuration is symbolic links into /etc: put the files in their place.
  find "$home" -type l -lname '/etc/java-*' | while read -r link; do
    target=$tree$(readlink "$link")
    rm "$link"
    [ ! -e "$target" ] || cp -aL "$target" "$link"
  done
  find "$home" -type f -perm -u+x ! -name '*.so' | while read -r file; do
    readelf -l "$file" 2>/dev/null | grep -q interpreter || continue
    patchelf --set-interpreter "$loader" --force-rpath \
      --set-rpath "$(patchelf --print-rpath "$file"):$directory/glibc" "$file"
  done
  rm -rf "${directory:?}/$version"
  mv "$home" "$directory/$version"
  [ -x "$directory/$version/bin/java" ] || {
    mkdir -p "$directory/$version/bin"
    ln -s ../jre/bin/java "$directory/$version/bin/java"
  }
  rm -rf "$tree"
  echo "Java $version: $("$directory/$version/bin/java" -version 2>&1 | head -n 1)"
done

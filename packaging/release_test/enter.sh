#!/bin/sh
# Runs a command with a Debian root fitted out: its processes, its devices, the sockets of the screen.
# root.py and program.py start this in namespaces of its own, so that all mounts go when it ends.
#
#     enter.sh ROOT COMMAND [ARGUMENT...]
set -eu
root=$1
shift

mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -m 1777 "$root/dev/shm"
mkdir "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
# Without a network there is still the computer itself.
ip link set lo up

exec "$@"

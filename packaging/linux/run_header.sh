#!/bin/sh
# HuggingTweets @VERSION@ for Linux. This file is a small script, and after it a tar archive packed with xz.
set -eu

usage() {
    cat <<END
Installs HuggingTweets @VERSION@ for you alone, without an administrator, and opens it.

    sh $0                install, or upgrade what is installed
    sh $0 --no-start     the same, without opening it
    sh $0 --extract DIR  only unpack into the folder DIR, which is made
    sh $0 --uninstall    remove the program; your bots, tweets and settings stay
END
}

data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$HOME/.local/opt/huggingtweets
command=$HOME/.local/bin/huggingtweets
kept=$data/HuggingTweets

unpack() {
    command -v xz >/dev/null || { echo "This file needs xz: install the package xz-utils (or xz)." >&2; exit 1; }
    mkdir -p "$1"
    tail -n "+$((@LINES@ + 1))" "$0" | xz -dc | tar -x -C "$1"
}

remove() {
    rm -rf "$program" "$program.new" "$command" "$data/applications/@APPLICATION@.desktop" \
        "$data/metainfo/@APPLICATION@.metainfo.xml"
    for icon in "$data"/icons/hicolor/*/apps/@APPLICATION@.*; do
        rm -f "$icon"
    done
}

# Most desktops notice a new entry of their menus by themselves.
refresh() {
    update-desktop-database "$data/applications" 2>/dev/null || true
}

install() {
    rm -rf "$program.new"
    echo "Unpacking HuggingTweets @VERSION@ into $program …"
    unpack "$program.new"
    [ -x "$program.new/program/HuggingTweets" ] || { echo "This file is damaged: download it again." >&2; exit 1; }
    rm -rf "$program"
    mkdir -p "${command%/*}" "$data"
    cp -R "$program.new/share/." "$data/"
    mv "$program.new/program" "$program"
    rm -rf "$program.new"
    ln -sf "$program/HuggingTweets" "$command"
    # The folder of the command is not on every desktop's search path.
    sed -i "s|^Exec=huggingtweets|Exec=\"$command\"|" "$data/applications/@APPLICATION@.desktop"
    refresh
    echo "Installed. It is in your menu as HuggingTweets, and in a terminal as $command."
    echo "To remove it: sh $0 --uninstall"
}

case ${1-} in
    "") install && exec "$command" ;;
    --no-start) install ;;
    --extract) unpack "${2:?the folder to unpack into is missing}" ;;
    --uninstall)
        remove
        refresh
        echo "HuggingTweets is removed. Your bots, tweets and settings stay in $kept;"
        echo "delete that folder to remove them too. The logs are in ${XDG_STATE_HOME:-$HOME/.local/state}/HuggingTweets."
        ;;
    -h | --help) usage ;;
    *) usage >&2; exit 2 ;;
esac
exit 0

# Functions of the scripts beside this one, which source it.

# Installs packages of Debian.
install_package() {
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    echo "== installing $*"
    "${as_root[@]}" apt-get update -qq || true
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Ends the script with the status of what could not be tested, and the reason. `part` says what it is.
unable() {
    echo "== NOT TESTED: ${part:?}: $*" >&2
    exit 77
}

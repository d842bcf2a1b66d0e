# Functions of the scripts beside this one, which source it.

# Runs a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Installs packages of Debian.
install_package() {
    echo "== installing $*"
    as_root apt-get update -qq || true
    as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Installs a package of Debian if its program is missing.
need() {
    local program=$1 package=$2
    command -v "$program" >/dev/null && return
    install_package "$package" ||
        unable "$program is missing, and apt-get cannot install $package"
    command -v "$program" >/dev/null || unable "$package has no $program"
}

# Installs a cargo subcommand if it is missing, and adds it to the PATH.
need_cargo() {
    local program=$1
    export PATH="$PWD/target/tools/bin:$PATH"
    command -v "$program" >/dev/null && return
    # Without optimisation, which takes longer than the program runs.
    cargo install --quiet --locked --debug --root target/tools "$program" || unable "cargo cannot install $program"
}

# Finds Node.js and a browser for tests, and installs their packages in a folder. Sets `browser`.
need_browser() {
    local folder=$1 fonts
    need node nodejs
    need npm npm
    browser=${CHROMIUM:-$(command -v chromium chromium-browser google-chrome | head -n 1 || true)}
    if [ -z "$browser" ]; then
        need chromium chromium
        browser=$(command -v chromium)
    fi
    # Text has no width without a font.
    fonts=$(find /usr/share/fonts ~/.fonts ~/.local/share/fonts -name '*.[to]tf' 2>/dev/null | head -n 1 || true)
    if [ -z "$fonts" ]; then
        install_package fonts-dejavu-core || unable "there is no font, and apt-get cannot install one"
    fi
    mkdir -p "$folder"
    cp crates/report/tests/page/package.json "$folder/"
    npm install --prefix "$folder" --no-package-lock --no-audit --no-fund --silent ||
        unable "npm cannot install playwright-core and axe-core"
}

# Makes a Python environment in a folder, unless there is one.
python_environment() {
    local folder=$1
    [ -x "$folder/bin/pip" ] && return
    command -v python3 >/dev/null || install_package python3 || unable "there is no python3"
    rm -rf "$folder"
    python3 -m venv "$folder" 2>/dev/null ||
        { install_package python3-venv && python3 -m venv "$folder"; } ||
        unable "python3 cannot make an environment"
}

# Ends the script with the status of a part that could not be tested, and the reason. `part` is the
# name of the part.
unable() {
    echo "== NOT TESTED: ${part:?}: $*" >&2
    exit 77
}

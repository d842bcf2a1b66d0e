#!/usr/bin/env bash
# Builds recoup.html: compiles the engine and its unpacker to WebAssembly and puts them into the page.
#
#   crates/browser/build.sh [PAGE]        PAGE: target/browser/recoup.html unless it is given
#
# Needs Rust with the target wasm32-unknown-unknown (`rustup target add wasm32-unknown-unknown`), or
# Debian's packages rustc-web, cargo-web, rust-web-src and lld-22.
set -euo pipefail
cd "$(dirname "$0")/../.."

page=${1:-target/browser/recoup.html}
modules=target/browser/wasm32-unknown-unknown/browser
compile=(build --locked --quiet --profile browser --target wasm32-unknown-unknown --target-dir target/browser
    -p recoup-browser --lib --bin unpack --features unpack)
libraries=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null || true)
if [ -d "$libraries" ]; then
    cargo "${compile[@]}"
elif [ -x /usr/bin/wasm-ld-22 ]; then
    # Debian has the sources of the standard library, and no compiled one for this target.
    RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22 \
        /usr/bin/cargo "${compile[@]}" -Z build-std=std,panic_abort
else
    echo "no Rust for wasm32-unknown-unknown: rustup target add wasm32-unknown-unknown" >&2
    exit 77
fi
cargo run --locked --quiet -p recoup-browser --features assemble --bin assemble -- \
    "$modules" "$page"

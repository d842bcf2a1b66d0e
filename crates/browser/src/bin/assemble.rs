//! Assembles `recoup.html`: the page, the compiled engine and its unpacker, in one file.
//!
//! The script `crates/browser/build.sh` compiles the parts and runs this program.

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Parser;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use lzma_rust2::{LzmaOptions, LzmaWriter};
use recoup::report::page::policy_sources;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Notice that every copy of the page must keep.
const NOTICE: &str = include_str!("../../../../NOTICE");
const PAGE: &str = include_str!("../../page/recoup.html");
const STYLE: &str = include_str!("../../page/recoup.css");
const WORKER: &str = include_str!("../../page/worker.js");

/// The script of the page. Each part comes after the parts that it needs.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("../../page/script/words.js"),
    include_str!("../../page/script/gather.js"),
    include_str!("../../page/script/pool.js"),
    include_str!("../../page/script/start.js"),
    "})();\n"
);

/// Assembles the page for browsers.
#[derive(Parser)]
struct Args {
    /// Folder with the compiled modules `recoup_browser.wasm` and `unpack.wasm`.
    modules: PathBuf,
    /// HTML file to write.
    page: PathBuf,
}

/// A compiled module and the script that calls it.
struct Module {
    wasm: Vec<u8>,
    script: String,
}

impl Module {
    /// Completes a module that the compiler wrote. `global` is the name of the module in scripts.
    fn new(wasm: &Path, global: &str, args: &Args) -> anyhow::Result<Self> {
        let folder = args.page.with_extension(global);
        Bindgen::new()
            .input_path(wasm)
            .out_name(global)
            .no_modules(true)?
            .no_modules_global(global)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .generate(&folder)
            .with_context(|| wasm.display().to_string())?;
        let wasm = folder.join(format!("{global}_bg.wasm"));
        let script = fs::read_to_string(folder.join(format!("{global}.js")))?;
        let module = Self { wasm: fs::read(&wasm)?, script };
        fs::remove_dir_all(&folder)?;
        Ok(module)
    }
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let engine = Module::new(&args.modules.join("recoup_browser.wasm"), "wasm_bindgen", &args)?;
    let unpacker = Module::new(&args.modules.join("unpack.wasm"), "unpacker", &args)?;
    let page = page(&engine, &unpacker)?;
    fs::write(&args.page, &page)?;
    let (engine, unpacker) = (engine.wasm.len(), unpacker.wasm.len());
    let sizes = format!("engine: {engine}, unpacker: {unpacker}, page: {} bytes", page.len());
    writeln!(std::io::stdout(), "{sizes}")?;
    Ok(())
}

fn page(engine: &Module, unpacker: &Module) -> anyhow::Result<String> {
    let worker = format!("{}\n{}\n{WORKER}", engine.script, unpacker.script);
    // A script element ends at this text, in whatever it stands.
    ensure!(!worker.contains("</script"), "the worker's script would end the element around it");
    ensure!(!NOTICE.contains(['<', '&']), "the notice has characters of markup");
    let parts = [
        ("{{notice}}", NOTICE.to_owned()),
        ("{{policy}}", policy()),
        ("{{style}}", STYLE.to_owned()),
        ("{{version}}", env!("CARGO_PKG_VERSION").to_owned()),
        ("{{unpacker}}", STANDARD.encode(deflated(&unpacker.wasm)?)),
        ("{{engine}}", STANDARD.encode(lzma(&engine.wasm)?)),
        ("{{worker}}", worker),
        ("{{script}}", SCRIPT.to_owned()),
    ];
    let mut page = PAGE.to_owned();
    for (place, part) in parts {
        ensure!(page.matches(place).count() == 1, "{place} must stand once in the page");
        page = page.replace(place, &part);
    }
    Ok(page)
}

fn deflated(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn lzma(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    // The dictionary takes memory in the browser, and need not be longer than the bytes.
    options.dict_size = 16 << 20;
    let len = Some(bytes.len() as u64);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, len)?;
    writer.write_all(bytes)?;
    writer.finish()
}

/// Returns the Content-Security-Policy, which forbids every request. The report that the page shows
/// has its own policy, and must be allowed by this one, too.
fn policy() -> String {
    let report = policy_sources();
    format!(
        "default-src 'none'; connect-src 'none'; script-src {} {} 'wasm-unsafe-eval'; worker-src \
         blob:; style-src {} {}; img-src data:; base-uri 'none'; form-action 'none'",
        source(SCRIPT),
        report.script,
        source(STYLE),
        report.style,
    )
}

/// Returns the source expression of a script or a style sheet.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

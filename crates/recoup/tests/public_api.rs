//! The public API of the library crates is a file, so that a review shows each change of the API.
//!
//! `UPDATE_GENERATED=1 cargo test -p recoup --test public_api` updates the file. The lint
//! `unreachable_pub` makes sure that each item that is `pub` can be reached from outside.

use quote::ToTokens;
use recoup_testkit::corpus::files;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use syn::{Attribute, Fields, ImplItem, Item, Signature, TraitItem, Visibility};

const CRATES: [&str; 5] = ["model", "parse", "analysis", "report", "recoup"];

#[test]
fn the_public_api_is_the_listed_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut listed = String::new();
    for name in CRATES {
        let mut lines = BTreeSet::new();
        for file in files(&folder.join("..").join(name).join("src"), "rs") {
            let file = syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap();
            file.items.iter().for_each(|item| list(item, &mut lines));
        }
        assert!(lines.len() > 10, "{name}: {lines:?}");
        write!(listed, "# {name}\n{}\n\n", Vec::from_iter(lines).join("\n")).unwrap();
    }
    // The fields of the policy are made by a macro.
    let keys: Vec<&str> = recoup::Policy::KEYS.iter().map(|&(name, _)| name).collect();
    writeln!(listed, "# fields of Policy\n{}", keys.join("\n")).unwrap();
    let path = folder.join("public-api.txt");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &listed).unwrap();
    }
    let before = fs::read_to_string(&path).unwrap();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (before, now) = (lines(&before), lines(&listed));
    let gone: Vec<&String> = before.difference(&now).collect();
    let new: Vec<&String> = now.difference(&before).collect();
    assert!(
        gone.is_empty() && new.is_empty(),
        "UPDATE_GENERATED=1 cargo test -p recoup --test public_api\ngone: {gone:#?}\nnew: {new:#?}"
    );
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Writes tokens as a line of code.
fn text(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let joined = [
        (" ::", "::"),
        (":: ", "::"),
        ("& ", "&"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ;", ";"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" :", ":"),
        ("' ", "'"),
        ("# [", "#["),
    ];
    joined.iter().fold(text, |text, (from, to)| text.replace(from, to)).replace(")->", ") ->")
}

/// Attributes that matter to a caller.
fn attributes(attributes: &[Attribute]) -> String {
    let is_noticed = |attribute: &&Attribute| {
        ["derive", "non_exhaustive", "cfg"].iter().any(|name| attribute.path().is_ident(name))
    };
    attributes.iter().filter(is_noticed).map(|attribute| text(attribute) + " ").collect()
}

fn list(item: &Item, lines: &mut BTreeSet<String>) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let head = format!("struct {}{}", item.ident, text(&item.generics));
            lines.insert(format!("{head}: {}", attributes(&item.attrs)));
            fields(&head, &item.fields, lines);
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let head = format!("enum {}{}", item.ident, text(&item.generics));
            lines.insert(format!("{head}: {}", attributes(&item.attrs)));
            for variant in &item.variants {
                let mut shown = variant.clone();
                shown.attrs.clear();
                for field in &mut shown.fields {
                    field.attrs.clear();
                }
                lines.insert(format!("{head}: {}", text(&shown)));
            }
        }
        Item::Fn(item) if is_public(&item.vis) => {
            lines.insert(format!("{}{}", attributes(&item.attrs), signature(&item.sig)));
        }
        Item::Const(item) if is_public(&item.vis) => {
            lines.insert(format!("const {}: {}", item.ident, text(&item.ty)));
        }
        Item::Type(item) if is_public(&item.vis) => {
            lines.insert(format!("type {} = {}", item.ident, text(&item.ty)));
        }
        Item::Mod(item) if is_public(&item.vis) => {
            lines.insert(format!("{}mod {}", attributes(&item.attrs), item.ident));
            let items = item.content.iter().flat_map(|(_, items)| items);
            items.for_each(|item| list(item, lines));
        }
        Item::Use(item) if is_public(&item.vis) => {
            lines.insert(format!("{}use {}", attributes(&item.attrs), text(&item.tree)));
        }
        Item::Trait(item) if is_public(&item.vis) => {
            for method in &item.items {
                if let TraitItem::Fn(method) = method {
                    lines.insert(format!("trait {}: {}", item.ident, signature(&method.sig)));
                }
            }
        }
        Item::Impl(item) => {
            let head = text(&item.self_ty);
            if let Some((_, of, _)) = &item.trait_ {
                lines.insert(format!("impl {} for {head}", text(of)));
                return;
            }
            for part in &item.items {
                match part {
                    ImplItem::Fn(method) if is_public(&method.vis) => {
                        let attributes = attributes(&method.attrs);
                        lines.insert(format!("{head}: {attributes}{}", signature(&method.sig)));
                    }
                    ImplItem::Const(constant) if is_public(&constant.vis) => {
                        let ty = text(&constant.ty);
                        lines.insert(format!("{head}: const {}: {ty}", constant.ident));
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn signature(signature: &Signature) -> String {
    text(signature)
}

fn fields(head: &str, fields: &Fields, lines: &mut BTreeSet<String>) {
    for (number, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let name = field.ident.as_ref().map_or(number.to_string(), ToString::to_string);
        lines.insert(format!("{head}: {name}: {}", text(&field.ty)));
    }
}

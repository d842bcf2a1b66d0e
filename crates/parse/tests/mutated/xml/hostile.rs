//! XML files that cost the reader as much as possible for their size.

use std::fmt::Write as _;

/// Start of a GPX file, with one complete point.
const POINT: &str =
    "<gpx><trk><trkseg><trkpt lat='1' lon='2'><time>2026-03-02T06:00:00Z</time></trkpt>";

/// Returns hostile files with their names, each with about `count` elements or pieces of markup.
pub(crate) fn files(count: usize) -> Vec<(String, Vec<u8>)> {
    let texts = [nested(count), entities(count), attributes(count), unended(count), small(count)];
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, text) in texts.into_iter().flatten() {
        // The same text with two bytes per letter, which the reader converts first.
        let utf16 = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        files.push((format!("{name}, UTF-16"), utf16.flat_map(u16::to_le_bytes).collect()));
        files.push((name.to_owned(), text.into_bytes()));
    }
    files
}

/// Joins the texts of all numbers.
fn each(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect::<Vec<_>>().concat()
}

/// Returns texts of nested elements.
fn nested(count: usize) -> Vec<(&'static str, String)> {
    let (open, close) = ("<a>".repeat(count), "</a>".repeat(count));
    vec![
        (
            "nested in a point",
            format!("{POINT}<trkpt><extensions>{open}{close}</extensions></trkpt>"),
        ),
        ("nested around points", format!("<gpx>{open}<trk><trkpt/></trk>{close}</gpx>")),
        ("nested and never closed", format!("{POINT}{open}")),
        ("rates in rates", format!("{POINT}<trkpt>{}", "<hr>".repeat(count))),
        ("points in points", format!("{POINT}{}", "<trkpt>".repeat(count))),
        ("roots in roots", "<gpx>".repeat(count)),
        ("tracks in tracks", format!("{POINT}{}", "<trk><trkseg><trkpt>".repeat(count))),
        ("laps in laps", format!("<TrainingCenterDatabase>{}", "<Activity><Lap>".repeat(count))),
    ]
}

/// Returns texts with entities made of entities, and with thousands of references.
fn entities(count: usize) -> Vec<(&'static str, String)> {
    let mut laughs = String::from("<!DOCTYPE gpx [<!ENTITY a0 'lol'>");
    for level in 1..64 {
        let before = format!("&a{};", level - 1).repeat(10);
        let _ = write!(laughs, "<!ENTITY a{level} '{before}'><!ENTITY % p{level} '{before}'>");
    }
    laughs += "]>";
    let long = format!("<!DOCTYPE gpx [<!ENTITY e '{}'>]>", "x".repeat(256));
    let many = each(count / 10, |n| format!("<!ENTITY e{n} 'x'>"));
    let references = "&a63;".repeat(count / 5);
    let name = |text: &str| POINT.replace("<trkseg>", &format!("<name>{text}</name><trkseg>"));
    vec![
        ("billion laughs in a name", laughs.clone() + &name(&references)),
        (
            "billion laughs in a value",
            format!("{laughs}{POINT}<trkpt><ele>{references}</ele></trkpt>"),
        ),
        ("billion laughs in an attribute", format!("{laughs}{POINT}<trkpt lat='{references}'/>")),
        ("a long entity again and again", long + &name(&"&e;".repeat(count))),
        (
            "entities by the thousand",
            format!("<!DOCTYPE gpx [{many}]>") + &name(&"&e9;".repeat(count)),
        ),
        ("letters by their numbers", name(&"&#49;".repeat(count))),
        ("ampersands", name(&"&".repeat(count))),
        ("ampersands and letters", name(&"&a".repeat(count))),
    ]
}

/// Returns texts with hundreds of thousands of attributes.
fn attributes(count: usize) -> Vec<(&'static str, String)> {
    let same = " lat='1'".repeat(count);
    let different = each(count, |n| format!(" a{n}=''"));
    vec![
        ("attributes of a point", format!("{POINT}<trkpt{same}/>")),
        ("different attributes of a point", format!("{POINT}<trkpt{different}>")),
        ("attributes of the root", format!("<gpx{different}><trk><trkpt/></trk></gpx>")),
        ("attributes without values", format!("{POINT}<trkpt{}/>", " lat".repeat(count))),
        ("equals signs", format!("{POINT}<trkpt {}/>", "=".repeat(count))),
        ("laps of attributes", format!("<TrainingCenterDatabase><Activity><Lap{different}>")),
    ]
}

/// Returns texts with markup that never ends, and with very long values.
fn unended(count: usize) -> Vec<(&'static str, String)> {
    let long = "x".repeat(count * 100);
    let mut files = vec![
        ("a text", format!("{POINT}<trkpt><ele>{long}</ele></trkpt>")),
        ("a name", format!("<gpx><trk><name>{long} {long}</name>")),
        ("words", format!("<gpx><trk><name>{}</name>", "a ".repeat(count))),
        ("a tag", format!("{POINT}<trkpt {long}")),
        ("a value", format!("{POINT}<trkpt lat=\"{long}")),
        ("a name of an element", format!("{POINT}<{long}></{long}>")),
        ("blanks", format!("{POINT}{}<trkpt/>", " ".repeat(count))),
        ("nothing but blanks", " ".repeat(count)),
    ];
    let pieces = [
        "<",
        "<!",
        "<!--",
        "<![CDATA[",
        "<?",
        "<!DOCTYPE gpx [",
        "</",
        "</x>",
        "<a ",
        "<a b=\"",
        "<a b='",
        "<trkpt lat=\"",
        "<trkpt><a b=\"\" c",
        "<trkpt><hr>1<",
        "<trkpt><x>1</y>",
        "]]>",
    ];
    let repeated = pieces.map(|piece| (piece, format!("{POINT}{}", piece.repeat(count))));
    files.extend(repeated);
    files
}

/// Returns texts with hundreds of thousands of minimal elements.
fn small(count: usize) -> Vec<(&'static str, String)> {
    let time = "<time>2026-03-02T06Z</time>";
    let far = |day: usize| {
        format!("<time>{:04}-{:02}-01T06Z</time>", 1970 + day / 12 % 200, day % 12 + 1)
    };
    let days = each(count, |day| format!("<trk><trkpt>{}</trkpt></trk>", far(day)));
    let tcx = |inside: &str| format!("<TrainingCenterDatabase>{}", inside.repeat(count));
    let rate = |n: usize| format!("<trkpt>{time}<hr>{n}</hr></trkpt>");
    vec![
        ("points", format!("{POINT}{}", format!("<trkpt>{time}</trkpt>").repeat(count))),
        ("points without times", format!("{POINT}{}", "<trkpt/>".repeat(count))),
        ("points of every field", {
            let fields =
                "<ele>1</ele><hr>1</hr><cad>1</cad><temp>1</temp><power>1</power><speed>1</speed>";
            let point =
                format!("<trkpt lat='1' lon='1'>{time}{fields}<distance>1</distance></trkpt>");
            format!("{POINT}{}", point.repeat(count / 10))
        }),
        (
            "a field late",
            format!("{POINT}{}{}", format!("<trkpt>{time}</trkpt>").repeat(count), rate(1)),
        ),
        (
            "segments",
            format!("{POINT}{}", format!("<trkseg><trkpt>{time}</trkpt></trkseg>").repeat(count)),
        ),
        ("empty segments", format!("{POINT}{}", "<trkseg/>".repeat(count))),
        ("tracks", format!("<gpx>{}", format!("<trk><trkpt>{time}</trkpt></trk>").repeat(count))),
        ("tracks far apart", format!("<gpx>{days}")),
        ("bad values", format!("{POINT}{}", "<trkpt><ele>x</ele></trkpt>".repeat(count))),
        ("documents", "<gpx></gpx>".repeat(count)),
        ("activities", tcx("<Activity><TotalTimeSeconds/></Activity>")),
        (
            "activities of laps",
            tcx("<Activity><Lap><TotalTimeSeconds>1</TotalTimeSeconds></Lap></Activity>"),
        ),
        (
            "activities of points",
            tcx(&format!("<Activity><Trackpoint>{time}</Trackpoint></Activity>")),
        ),
        ("laps", format!("<TrainingCenterDatabase><Activity>{}", "<Lap/>".repeat(count))),
        (
            "laps of time",
            format!(
                "<TrainingCenterDatabase><Activity>{}",
                "<Lap><TotalTimeSeconds>1</TotalTimeSeconds></Lap>".repeat(count)
            ),
        ),
        ("laps that start", tcx("<Lap StartTime='2026-03-02T06Z'/>")),
        ("courses", tcx("<Course><Trackpoint/></Course>")),
    ]
}

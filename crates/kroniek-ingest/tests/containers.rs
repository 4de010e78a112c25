//! Containers: files in, records, refusals and skipped things out.

use flate2::Compression;
use flate2::write::GzEncoder;
use kroniek_ingest::Reader;
use kroniek_ingest::container::{Found, Input, cut};
use kroniek_lang::Packs;
use kroniek_model::Media;
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Packs::embedded(kroniek_packs::FILES).unwrap()).unwrap());

const TEXT: &str =
    "De gemeente opent morgen een nieuw zwembad aan de rand van het dorp. Dat zegt de wethouder.";

/// A page that reads as an article.
fn page(title: &str) -> String {
    format!(
        "<html lang=nl><head><title>{title}</title></head><body><h1>{title}</h1><article><p>De brandweer heeft \
         maandagavond twee mensen uit een brandend pand in de binnenstad van Veldermonde gehaald. Volgens een \
         woordvoerder is de oorzaak nog niet bekend en raakte niemand ernstig gewond.</p><p>De burgemeester sprak \
         van een wonder. ‘Het had veel slechter kunnen aflopen’, zei hij voor het stadhuis, waar bewoners uit de \
         straat werden opgevangen. Het onderzoek gaat woensdag verder.</p></article></body></html>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A record of a web archive.
fn warc(kind: &str, uri: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2001-02-03T04:05:06Z\r\n\
         WARC-Record-ID: <urn:uuid:x>\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(uri: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat();
    warc("response", uri, "application/http; msgtype=response", &block)
}

fn story(n: usize) -> Vec<u8> {
    response(
        &format!("https://krant.example/{n}"),
        "Content-Type: text/html; charset=utf-8",
        page(&format!("Brand nummer {n} in Veldermonde")).as_bytes(),
    )
}

/// What is in a file, a line each: records with the title or first word of their report.
fn shown(name: &str, bytes: &[u8], stream: bool) -> String {
    let mut lines = Vec::new();
    let mut out = |at: kroniek_ingest::container::At<'_>, found: Found| {
        let number = at.number.map_or(String::new(), |n| format!(":{n}"));
        let what = match found {
            Found::Skipped(kind) => format!("skipped {kind}"),
            Found::Refused(r) => format!("{}: {r}", r.cause().code()),
            Found::Record(media, bytes) => match READER.read(media, Some(at.path), &bytes) {
                Ok(r) => {
                    let words = r.title.as_deref().unwrap_or(&r.text);
                    let mut words: String = words.chars().take(40).collect();
                    if let Some(url) = &r.url {
                        words += &format!(" <{url}>");
                    }
                    format!("{} “{words}” {:?}", media.code(), r.published.when.map(|w| w.edtf))
                }
                Err(r) => format!("{} gives {}: {r}", media.code(), r.cause().code()),
            },
        };
        lines.push(format!("{}{number} {what}", at.path));
    };
    let size = Some(bytes.len() as u64);
    match stream {
        true => cut(name, Input::Stream(&mut Trickle(bytes)), None, None, &mut out),
        false => cut(name, Input::File(&mut Cursor::new(bytes)), size, None, &mut out),
    }
    lines.join("\n")
}

/// A reader that gives a few bytes at a time.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = out.len().min(self.0.len()).min(1 + self.0.len() % 977);
        out[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

/// Compares with the expected lines, as a file and as a stream: each line's beginning is given.
#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let found = shown(name, bytes, false);
    let lines: Vec<&str> = found.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{found}");
    for (line, e) in lines.iter().zip(expected) {
        assert!(line.starts_with(e), "{e:?} was expected in\n{found}");
    }
    assert_eq!(found, shown(name, bytes, true), "streamed against whole");
}

#[test]
fn compressed_files_are_what_is_in_them() {
    let a = format!("{TEXT} Een.");
    check("a.txt.gz", &gzip(a.as_bytes()), &["a.txt.gz text/plain “De gemeente opent"]);
    check("a.gz", &[gzip(TEXT.as_bytes()), gzip(b" Twee.")].concat(), &["a.gz text/plain “De gemeente"]);
    check("a", &gzip(page("Brand in Veldermonde").as_bytes()), &["a text/html “Brand in Veldermonde”"]);
    let lines = format!("{{\"id\":\"x\",\"text\":\"{TEXT}\"}}\n\nniets\n");
    check(
        "a.jsonl.gz",
        &gzip(lines.as_bytes()),
        &[
            "a.jsonl.gz:1 application/json “De gemeente",
            "a.jsonl.gz:3 application/json gives form: found a line that is",
        ],
    );
    check("a.tar.gz", &gzip(b"x"), &["a.tar.gz unsupported: a tar archive was found"]);
}

#[test]
fn damaged_and_endless_compression_is_refused() {
    let whole = gzip(TEXT.repeat(50).as_bytes());
    check("a.txt.gz", &whole[..whole.len() / 2], &["a.txt.gz damaged: the gzip member at byte 0 is cut off"]);
    let mut wrong = whole.clone();
    let n = wrong.len();
    wrong[n - 6] ^= 1;
    check("a.txt.gz", &wrong, &["a.txt.gz damaged: the gzip member at byte 0 is damaged"]);
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..80 {
        bomb.write_all(&vec![b'\n'; 1 << 20]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    assert!(shown("a.jsonl.gz", &bomb, false).contains("bomb: the gzip member at byte 0 grows to more than"));
    check("a.txt.gz", &bomb, &["a.txt.gz form: more than 8.4 MB in one text"]);
    let mut nested = gzip(TEXT.as_bytes());
    for _ in 0..6 {
        nested = gzip(&nested);
    }
    check("a.gz", &nested, &["a.gz unsupported: archives in archives, more than 4 deep"]);
}

#[test]
fn members_of_a_zip_are_read_and_the_others_counted() {
    let inner = zip(&[("diep.txt", format!("{TEXT} Diep.").as_bytes())]);
    let bytes = zip(&[
        ("map/a.txt", TEXT.as_bytes()),
        ("map/b.html", page("Brand in Veldermonde").as_bytes()),
        ("../../etc/passwd.txt", format!("{TEXT} Buiten.").as_bytes()),
        ("c.jpg", b"x"),
        ("__MACOSX/a.txt", b"x"),
        ("leeg.txt", b""),
        ("d.txt.gz", &gzip(format!("{TEXT} Gz.").as_bytes())),
        ("e.zip", &inner),
    ]);
    check(
        "z.zip",
        &bytes,
        &[
            "z.zip!/map/a.txt text/plain “De gemeente",
            "z.zip!/map/b.html text/html “Brand in Veldermonde”",
            "z.zip!/../../etc/passwd.txt text/plain “De gemeente",
            "z.zip!/c.jpg skipped .jpg",
            "z.zip!/__MACOSX/a.txt skipped hidden",
            "z.zip!/leeg.txt text/plain gives form: the file is empty",
            "z.zip!/d.txt.gz text/plain “De gemeente",
            "z.zip!/e.zip!/diep.txt text/plain “De gemeente",
        ],
    );
}

#[test]
fn broken_locked_and_foreign_archives_are_refused_with_a_reason() {
    let good = zip(&[("a.txt", TEXT.as_bytes()), ("b.txt", format!("{TEXT} B.").as_bytes())]);
    check("z.zip", &good[..good.len() / 2], &["z.zip damaged: the ZIP archive is damaged"]);
    let mut bad = good.clone();
    bad[45] ^= 0xff;
    let found = shown("z.zip", &bad, false);
    assert!(found.starts_with("z.zip!/a.txt damaged: the member is damaged"), "{found}");
    assert!(found.contains("z.zip!/b.txt text/plain “De"), "{found}");
    let office = zip(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")]);
    check("z.xlsx", &office, &["z.xlsx unsupported: an office document was found"]);
    // The bit for "locked with a password", in both headers of the member.
    let mut locked = zip(&[("a.txt", TEXT.as_bytes())]);
    let central = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[central + 8] |= 1;
    check("z.zip", &locked, &["z.zip!/a.txt encrypted: locked with a password was found"]);
    let mut method = zip(&[("a.txt", TEXT.as_bytes())]);
    method[8] = 12;
    method[central + 10] = 12;
    check("z.zip", &method, &["z.zip!/a.txt unsupported: packed in a way that is not read"]);
}

#[test]
fn pages_of_a_web_archive_are_read_and_the_rest_counted() {
    let bytes = [
        warc("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        warc(
            "request",
            "https://krant.example/1",
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        story(1),
        response("https://krant.example/x.png", "Content-Type: image/png", b"\x89PNG"),
        warc(
            "response",
            "https://krant.example/weg",
            "application/http; msgtype=response",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nweg",
        ),
        warc("response", "dns:krant.example", "text/dns", b"x"),
        warc(
            "resource",
            "https://krant.example/2",
            "text/html",
            page("Tweede brand in Veldermonde").as_bytes(),
        ),
        warc("conversion", "https://krant.example/3", "text/plain", TEXT.as_bytes()),
        response("https://krant.example/4", "Content-Type: text/html", b"<p>kort"),
    ]
    .concat();
    let expected = [
        "c.warc:1 skipped warcinfo",
        "c.warc:2 skipped request",
        "c.warc:3 application/warc “Brand nummer 1 in Veldermonde <https://krant.example/1>” None",
        "c.warc:4 skipped image/png",
        "c.warc:5 skipped status 404",
        "c.warc:6 skipped response",
        "c.warc:7 application/warc “Tweede brand in Veldermonde <https://krant.example/2>” None",
        "c.warc:8 application/warc “De gemeente opent",
        "c.warc:9 application/warc gives no-article",
    ];
    check("c.warc", &bytes, &expected);
    let unnamed: Vec<String> = expected.iter().map(|e| e.replace("c.warc", "crawl")).collect();
    check("crawl", &bytes, &unnamed.iter().map(String::as_str).collect::<Vec<_>>());
    let wacz = zip(&[
        ("archive/c.warc.gz", &[gzip(&story(1)), gzip(&story(2))].concat()),
        ("datapackage.json", b"{}"),
        ("pages/pages.jsonl", b"{\"id\":\"x\",\"url\":\"https://krant.example\"}"),
    ]);
    check(
        "c.wacz",
        &wacz,
        &[
            "c.wacz!/archive/c.warc.gz:1 application/warc “Brand nummer 1",
            "c.wacz!/archive/c.warc.gz:2 application/warc “Brand nummer 2",
            "c.wacz!/datapackage.json skipped parts of a crawl",
            "c.wacz!/pages/pages.jsonl skipped parts of a crawl",
        ],
    );
}

#[test]
fn the_server_tells_the_character_set() {
    let html = page("Brand in België");
    let latin: Vec<u8> = encoding_rs::WINDOWS_1252.encode(&html).0.into_owned();
    let bytes = response("https://krant.example/1", "Content-Type: text/html; charset=ISO-8859-1", &latin);
    check("c.warc", &bytes, &["c.warc:1 application/warc “Brand in België"]);
}

#[test]
fn a_damaged_record_costs_itself_only() {
    let one = story(1).len();
    let with = |second: Vec<u8>| [story(1), second, story(3)].concat();
    let around = |middle: &[&str]| -> Vec<String> {
        let first = "c.warc:1 application/warc “Brand nummer 1".to_owned();
        let last = format!("c.warc:{} application/warc “Brand nummer 3", middle.len() + 2);
        [vec![first], middle.iter().map(|m| format!("c.warc:{m}")).collect(), vec![last]].concat()
    };
    #[track_caller]
    fn lines(bytes: &[u8], expected: &[String]) {
        check("c.warc", bytes, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let length = |bytes: Vec<u8>, by: &str| {
        let text = String::from_utf8(bytes).unwrap();
        let (head, rest) = text.split_once("Content-Length: ").unwrap();
        let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        format!("{head}Content-Length: {by}{rest}").into_bytes()
    };
    let damaged = |what: &str| format!("2 damaged: the record at byte {one} is damaged: {what}");
    lines(&with(length(story(2), "5000")), &around(&[&damaged("its length is wrong")]));
    lines(&with(length(story(2), "80")), &around(&[&damaged("its length is wrong: it goes on")]));
    lines(&with(length(story(2), "99999999")), &around(&[&damaged("its length is wrong")]));
    lines(&with(length(story(2), "9000000")), &around(&[&damaged("its length is wrong")]));
    lines(&with(length(story(2), "twee")), &around(&[&damaged("its header tells no Content-Length")]));
    lines(&with(b"hier stond iets anders\r\n\r\n".to_vec()), &around(&[&damaged("no record begins there")]));
    lines(&with(story(2)[..one / 2].to_vec()), &around(&[&damaged("its length is wrong")]));
    let cut_off = [story(1), story(2)[..one / 2].to_vec()].concat();
    check(
        "c.warc",
        &cut_off,
        &["c.warc:1 application/warc “Brand nummer 1", "c.warc:2 damaged: the record at byte"],
    );
    check("c.warc", b"", &["c.warc:1 form: no records were found"]);
}

#[test]
fn a_damaged_member_costs_its_record_only() {
    for at in [0, 3, 40, 200, 400] {
        let mut second = gzip(&story(2));
        let n = second.len();
        second[at.min(n - 1)] ^= 0xff;
        let bytes = [gzip(&story(1)), second, gzip(&story(3))].concat();
        let found = shown("c.warc.gz", &bytes, false);
        let lines: Vec<&str> = found.lines().collect();
        assert!(lines[0].contains("Brand nummer 1"), "{at}: {found}");
        assert!(lines[lines.len() - 1].contains("Brand nummer 3"), "{at}: {found}");
        assert!(
            lines[1..lines.len() - 1].iter().all(|l| l.contains("damaged") || l.contains("skipped")),
            "{at}: {found}"
        );
        assert_eq!(found, shown("c.warc.gz", &bytes, true), "{at}");
    }
    // The first record is the damaged one.
    let mut first = gzip(&story(1));
    first[60] ^= 0xff;
    let found = shown("c.warc.gz", &[first, gzip(&story(2))].concat(), false);
    assert!(found.contains("damaged") && found.contains("Brand nummer 2"), "{found}");
    let two = [gzip(&story(1)), gzip(&story(2))].concat();
    let found = shown("c.warc.gz", &two[..two.len() - 20], false);
    assert!(found.contains("Brand nummer 1") && found.contains("is cut off"), "{found}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No bytes make cutting panic, and streamed and whole give the same.
    #[test]
    fn any_bytes_are_cut_alike(kind in 0usize..4, changes in prop::collection::vec((0usize..4000, any::<u8>()), 0..12), end in 0usize..6000) {
        let mut bytes = match kind {
            0 => [story(1), story(2), story(3)].concat(),
            1 => [gzip(&story(1)), gzip(&story(2)), gzip(&story(3))].concat(),
            2 => zip(&[("a.txt", TEXT.as_bytes()), ("c.warc", &story(1)), ("d.html", page("Brand").as_bytes())]),
            _ => gzip(&[TEXT.as_bytes(), &story(1)].concat()),
        };
        for (at, byte) in changes {
            let n = bytes.len();
            bytes[at % n] ^= byte;
        }
        bytes.truncate(end.max(1));
        let name = ["c.warc", "c.warc.gz", "c.zip", "c"][kind];
        prop_assert_eq!(shown(name, &bytes, false), shown(name, &bytes, true));
    }
}

#[test]
fn every_kind_of_record_has_a_name() {
    for media in Media::ALL {
        assert_eq!(Media::from_code(media.code()), Some(media));
    }
}

//! Feeds: documents in, one report an entry out.

use kroniek_ingest::Reader;
use kroniek_ingest::container::{At, Found, Input, cut};
use kroniek_lang::Packs;
use std::sync::LazyLock;

static READER: LazyLock<Reader> =
    LazyLock::new(|| Reader::new(&Packs::embedded(kroniek_packs::FILES).unwrap()).unwrap());

const TEXT: &str = "De gemeente opent morgen een nieuw zwembad aan de rand van het dorp, zegt de wethouder.";

/// The entries of a feed, a line each: title, address, writers, dates, text.
fn shown(feed: &[u8]) -> String {
    let mut lines = Vec::new();
    cut("a.xml", Input::Stream(&mut &feed[..]), None, None, &mut |at: At<'_>, found| {
        let number = at.number.map_or(String::new(), |n| format!("{n} "));
        lines.push(match found {
            Found::Record(media, bytes) => match READER.read(media, Some(at.path), &bytes) {
                Ok(r) => {
                    let when = |w: Option<kroniek_model::When>| w.map_or("-".to_owned(), |w| w.edtf);
                    let body = r.text.split_once("\n\n").map_or(r.text.as_str(), |(_, b)| b);
                    format!(
                        "{number}{} <{}> {} {}/{} {}: {}",
                        r.title.as_deref().unwrap_or("-"),
                        r.url.as_deref().unwrap_or("-"),
                        if r.byline.is_empty() { "-".to_owned() } else { r.byline.join("+") },
                        when(r.published.when.clone()),
                        when(r.modified.clone()),
                        r.publisher.as_deref().unwrap_or("-"),
                        body.replace(TEXT, "TEXT").replace('\n', "/")
                    )
                }
                Err(e) => format!("{number}{}", e.cause().code()),
            },
            Found::Refused(e) => format!("{number}{}", e.cause().code()),
            Found::Skipped(what) => format!("{number}skipped {what}"),
        });
    });
    lines.join("\n")
}

#[track_caller]
fn check(feed: &str, expected: &str) {
    let trimmed: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(shown(feed.replace("{T}", TEXT).as_bytes()), trimmed.join("\n"));
}

#[test]
fn every_dialect_gives_a_report_an_entry() {
    check(
        "<?xml version='1.0'?><rss version='2.0' xmlns:dc='x' xmlns:content='y' xmlns:atom='z'><channel><title>De \
         Rivierbode</title><link>https://rivierbode.example</link><atom:link href='https://rivierbode.example/rss' \
         rel='self'/><image><title>Plaatje</title></image><item><title>Zwembad &amp; sauna</title>\
         <link>https://rivierbode.example/1</link><dc:creator>Els Kramer</dc:creator><pubDate>Tue, 05 Mar 2024 \
         09:15:00 GMT</pubDate><description>kort</description><content:encoded><![CDATA[<p>{T}</p><p>Nog een \
         zin.</p>]]></content:encoded></item><item><title>Alleen een kop</title></item></channel></rss>",
        "1 Zwembad & sauna <https://rivierbode.example/1> Els Kramer 2024-03-05T10:15/- De Rivierbode: TEXT/Nog een zin.
         2 no-text",
    );
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='nl'><title>De Rivierbode</title><entry><title \
         type='html'>Zwembad &lt;b&gt;open&lt;/b&gt;</title><link rel='enclosure' href='https://rivierbode.example/x.mp3'/>\
         <link href='https://rivierbode.example/2'/><id>urn:x</id><published>2024-03-05T10:15:00+01:00</published>\
         <updated>2024-03-06T08:00:00+01:00</updated><author><name>Els Kramer</name><email>e@x</email></author><content \
         type='xhtml'><div xmlns='x'><p>{T}</p></div></content></entry></feed>",
        "1 Zwembad open <https://rivierbode.example/2> Els Kramer 2024-03-05T10:15/2024-03-06T08:00 De Rivierbode: TEXT",
    );
    check(
        "<rdf:RDF xmlns:rdf='r' xmlns='http://purl.org/rss/1.0/'><channel><title>De Rivierbode</title><items/></channel>\
         <item rdf:about='https://rivierbode.example/3'><title>Zwembad</title><description>{T}</description>\
         <dc:date>2024-03-05</dc:date></item></rdf:RDF>",
        "1 Zwembad <https://rivierbode.example/3> - 2024-03-05/- De Rivierbode: TEXT",
    );
    check(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"De Rivierbode\",\"items\":[{\"id\":\"4\",\
         \"url\":\"https://rivierbode.example/4\",\"title\":\"Zwembad\",\"content_html\":\"<p>{T}</p>\",\
         \"date_published\":\"2024-03-05T10:15:00+01:00\",\"authors\":[{\"name\":\"Els Kramer\"}]},{\"id\":\"5\"}]}",
        "1 Zwembad <https://rivierbode.example/4> Els Kramer 2024-03-05T10:15/- De Rivierbode: TEXT
         2 no-text",
    );
}

#[test]
fn broken_feeds_give_what_is_in_them() {
    let one = "1 Zwembad AT&T <-> - -/- -: TEXT";
    check("<rss><channel><item><title>Zwembad AT&T</title><description>{T}</description></item>", one);
    check("<rss><channel><item><title>Zwembad AT&T</title><description>{T}", one);
    check(
        "<rss><channel><item><title>Zwembad AT&T<description><p>{T}<br></description></item></rss>",
        "1 no-text",
    );
    check(
        "<rss><channel><item><title>Een</title><description>{T}</description><item><title>Twee</title>\
         <description>{T}</description></channel></rss>",
        "1 Een <-> - -/- -: TEXT
         2 Twee <-> - -/- -: TEXT",
    );
    check(
        "<rss><channel><item><title>Zwembad AT&T</title><description><p>{T}</p><img src=x></description>\
         <pubDate>ooit</pubDate></item></channel></rss>",
        one,
    );
    check("<rss><channel><title>Leeg</title></channel></rss>", "form");
    check("<opml><body/></opml>", "form");
    check("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[", "form");
    let latin = format!(
        "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Café</title><description>{TEXT}\
         </description></item></channel></rss>"
    );
    let latin = encoding_rs::WINDOWS_1252.encode(&latin).0.into_owned();
    assert!(shown(&latin).starts_with("1 Café "), "{}", shown(&latin));
    for end in 0..latin.len() {
        shown(&latin[..end]);
    }
}

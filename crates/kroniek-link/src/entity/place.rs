//! Where known places lie: towns from the gazetteer, countries as the area of their towns.

use super::spelling::Spelling;
use kroniek_lang::{Error, Packs};
use kroniek_model::{Message, Place};
use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// A town.
#[derive(Debug, Clone)]
struct Town {
    lat: f64,
    lon: f64,
    country: SmolStr,
    people: u32,
}

/// All known places.
#[derive(Debug, Default)]
pub(super) struct Places {
    towns: Vec<Town>,
    by_name: FxHashMap<SmolStr, Vec<u32>>,
    countries: FxHashMap<SmolStr, Place>,
}

/// A town counts as meant when it has this many times the inhabitants of every other of its name.
const DOMINANT: u32 = 8;

impl Places {
    pub(super) fn compile(packs: &Packs, spelling: &Spelling) -> Result<Self, Error> {
        let mut p = Places::default();
        for row in packs.common().table("name/places").rows() {
            let number = |column| -> Result<f64, Error> {
                row.get(column)?.parse().map_err(|_| row.error(format!("{column}: a number was expected")))
            };
            let people = number("population")? as u32;
            p.towns.push(Town {
                lat: number("lat")?,
                lon: number("lon")?,
                country: row.get("country")?.into(),
                people,
            });
            let n = p.towns.len() as u32 - 1;
            p.name(spelling, row.key(), n);
            for variant in row.get("variants")?.split('|').filter(|v| !v.is_empty()) {
                p.name(spelling, variant, n);
            }
        }
        for pack in packs.languages() {
            for row in pack.table("name/exonyms").rows() {
                let (place, country) = (row.get("place")?, row.get("country")?);
                let town = p.find(spelling, place).find(|&n| p.towns[n as usize].country == country);
                if let Some(n) = town {
                    p.name(spelling, row.key(), n);
                }
            }
        }
        p.measure_countries();
        Ok(p)
    }

    fn name(&mut self, spelling: &Spelling, name: &str, town: u32) {
        let list = self.by_name.entry(spelling.words(name).join(" ").into()).or_default();
        if !list.contains(&town) {
            list.push(town);
        }
    }

    fn find<'p>(&'p self, spelling: &Spelling, name: &str) -> impl Iterator<Item = u32> + use<'p> {
        let key: SmolStr = spelling.words(name).join(" ").into();
        self.by_name.get(&key).into_iter().flatten().copied()
    }

    /// Whether the gazetteer has a town of that name.
    pub(super) fn knows(&self, words: &[SmolStr]) -> bool {
        self.by_name.contains_key(words.join(" ").as_str())
    }

    /// Centre and reach of each country's towns: honest, if rough.
    fn measure_countries(&mut self) {
        let mut order: Vec<usize> = (0..self.towns.len()).collect();
        order.sort_by(|a, b| self.towns[*a].country.cmp(&self.towns[*b].country).then(a.cmp(b)));
        for group in order.chunk_by(|a, b| self.towns[*a].country == self.towns[*b].country) {
            let n = group.len() as f64;
            let lat = group.iter().map(|&i| self.towns[i].lat).sum::<f64>() / n;
            let lon = group.iter().map(|&i| self.towns[i].lon).sum::<f64>() / n;
            let far = group.iter().map(|&i| metres(lat, lon, self.towns[i].lat, self.towns[i].lon));
            let radius = far.fold(0.0, f64::max) + 25_000.0;
            let country = self.towns[group[0]].country.clone();
            let place = Place {
                lat,
                lon,
                radius_m: (radius / 10_000.0).ceil() as u32 * 10_000,
                country: Some(country.clone()),
            };
            self.countries.insert(country, place);
        }
    }

    /// A country by its ISO code.
    pub(super) fn country(&self, code: &str) -> Option<Place> {
        self.countries.get(code).cloned()
    }

    /// The town of a name. Among several the one in a country that the reports speak of, else one that is far larger
    /// than the others; the message says which reason counted. Nothing where neither decides.
    pub(super) fn town(
        &self,
        spelling: &Spelling,
        name: &str,
        countries: &[SmolStr],
    ) -> Option<(Place, Vec<Message>)> {
        let mut all: Vec<&Town> = self.find(spelling, name).map(|n| &self.towns[n as usize]).collect();
        all.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.country.cmp(&b.country)));
        let first = *all.first()?;
        if all.len() == 1 {
            return Some((first.place(), Vec::new()));
        }
        let here: Vec<&&Town> = all.iter().filter(|t| countries.contains(&t.country)).collect();
        let (town, why) = match here[..] {
            [one] => (*one, "entity.place-by-country"),
            [one, two, ..] if one.people / DOMINANT >= two.people => (*one, "entity.place-by-country"),
            [] if first.people / DOMINANT >= all[1].people => (first, "entity.place-by-size"),
            _ => return None,
        };
        let message = Message::new(why)
            .with("name", name)
            .with("country", town.country.as_str())
            .with("others", (all.len() - 1).to_string());
        Some((town.place(), vec![message]))
    }

    /// Where else a place of that name lies: what an ambiguous name may mean.
    pub(super) fn candidates(&self, spelling: &Spelling, name: &str) -> Vec<Place> {
        let mut all: Vec<&Town> = self.find(spelling, name).map(|n| &self.towns[n as usize]).collect();
        all.sort_by(|a, b| b.people.cmp(&a.people).then_with(|| a.country.cmp(&b.country)));
        all.into_iter().take(5).map(Town::place).collect()
    }
}

impl Town {
    fn place(&self) -> Place {
        let radius_m = match self.people {
            1_000_000.. => 25_000,
            200_000.. => 12_000,
            30_000.. => 6_000,
            _ => 3_000,
        };
        Place { lat: self.lat, lon: self.lon, radius_m, country: Some(self.country.clone()) }
    }
}

/// Distance over the earth's surface, good to a percent.
fn metres(lat: f64, lon: f64, to_lat: f64, to_lon: f64) -> f64 {
    let (a, b) = (lat.to_radians(), to_lat.to_radians());
    let half = |x: f64| (x / 2.0).sin().powi(2);
    let h = half(b - a) + a.cos() * b.cos() * half((to_lon - lon).to_radians());
    2.0 * 6_371_000.0 * h.sqrt().min(1.0).asin()
}

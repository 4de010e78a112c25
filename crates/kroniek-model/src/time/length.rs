//! Lengths of time.

use crate::Grain;
use smol_str::SmolStr;

/// How many of a unit, in thousandths so that "2,5 jaar" is exact; `None` for "enkele".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// Thousandths of the unit; `None` when the number is not told.
    pub thousandths: Option<i64>,
    /// The unit.
    pub unit: Grain,
}

/// A length of time: "drie jaar", "an hour and 30 minutes", "enkele dagen".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(pub Vec<Amount>);

impl Length {
    /// The TIMEX3 value: `P3Y`, `PT1H30M`, `PXD`.
    pub fn value(&self) -> SmolStr {
        let mut out = String::from("P");
        let mut clock = false;
        for amount in &self.0 {
            let (letters, in_clock) = amount.unit.letters();
            if in_clock && !clock {
                out.push('T');
                clock = true;
            }
            match amount.thousandths {
                None => out.push('X'),
                Some(n) if n % 1000 == 0 => out.push_str(&(n / 1000).to_string()),
                Some(n) => {
                    let decimals = format!("{:03}", n.unsigned_abs() % 1000);
                    out.push_str(&format!("{}.{}", n / 1000, decimals.trim_end_matches('0')));
                }
            }
            out.push_str(letters);
        }
        SmolStr::from(out)
    }

    /// Whole units of the calendar; `None` when the number is not told, broken, or beyond any calendar.
    pub fn whole(&self) -> Option<Vec<(i64, Grain)>> {
        let whole = |a: &Amount| {
            let n = a.thousandths?;
            match (a.unit, n % 1000) {
                (unit, 0) => Some((n / 1000, unit)),
                // A half of a year, a day or an hour is a whole number of a finer unit.
                (Grain::Year, 500 | -500) => Some((n * 12 / 1000, Grain::Month)),
                (Grain::Day, 500 | -500) => Some((n * 24 / 1000, Grain::Hour)),
                (Grain::Hour, 250 | 500 | 750 | -500) => Some((n * 60 / 1000, Grain::Minute)),
                _ => None,
            }
        };
        self.0.iter().map(whole).collect()
    }
}

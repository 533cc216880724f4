//! Which progress of a download is worth a word, where the engine hears of every few kilobytes.

/// How much of a download was told last.
#[derive(Default)]
pub(crate) struct Told {
    percent: u8,
    received: u64,
}

impl Told {
    /// Where the length isn't known, so many bytes more are worth a word.
    const STEP: u64 = 1_000_000;

    /// Whether this is worth telling; then it counts as told.
    pub(crate) const fn is_news(&mut self, received: u64, percent: u8) -> bool {
        let is_news = percent != self.percent || received >= self.received + Self::STEP;
        if is_news {
            *self = Self { percent, received };
        }
        is_news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_or_a_megabyte_is_worth_a_word() {
        let mut told = Told::default();
        for (received, percent, is_news) in [
            (4_000, 0, false),
            (999_999, 0, false),
            (1_000_000, 0, true),
            (1_500_000, 0, false),
            (1_500_001, 1, true),
            (1_600_000, 1, false),
            (2_500_001, 1, true),
        ] {
            assert_eq!(told.is_news(received, percent), is_news, "{received}");
        }
    }
}

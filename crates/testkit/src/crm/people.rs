//! The tenants' people: always the same ones, made from their number.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use serde::Serialize;

const GIVEN: [&str; 10] = [
    "Anna", "Bohdan", "Clara", "Dmytro", "Élodie", "Farid", "Greta", "Hanna", "Ivan", "Jana",
];
const FAMILY: [&str; 7] = [
    "Petrenko",
    "Koval",
    "Dubois",
    "Schmidt",
    "Ковальчук",
    "O'Neill",
    "van den Berg",
];

/// Someone who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// What goes into the user name field: `user1`, `user2`, …
    pub user: String,
    /// What goes into the password field: `secret-1`, …
    pub password: String,
    /// The name that the page shows; not ASCII for some.
    pub name: String,
    /// `user1@acme.example`.
    pub mail: String,
}

impl Person {
    /// The n-th person of a tenant, counted from 1. Each tenant has other names.
    #[must_use]
    pub fn nth(tenant: &str, number: usize) -> Self {
        let shift: usize = tenant.bytes().map(usize::from).sum();
        let given = GIVEN
            .iter()
            .cycle()
            .nth(number % GIVEN.len())
            .copied()
            .unwrap_or_default();
        let family = FAMILY.iter().cycle().nth((number + shift) % FAMILY.len());
        Self {
            user: format!("user{number}"),
            password: format!("secret-{number}"),
            name: format!("{given} {}", family.copied().unwrap_or_default()),
            mail: format!("user{number}@{tenant}.example"),
        }
    }

    /// The number in a user name or mail address of this tenant: 3 for `user3`.
    pub(crate) fn number_of(tenant: &str, typed: &str) -> Option<usize> {
        let user = typed
            .strip_suffix(&format!("@{tenant}.example"))
            .unwrap_or(typed);
        let digits = user.strip_prefix("user")?;
        (!digits.starts_with('0'))
            .then(|| digits.parse().ok())
            .flatten()
    }
}

/// A square of one colour in PNG, the colour made from `seed`: favicons and avatars.
pub(crate) fn square(seed: &str, width: u32) -> Vec<u8> {
    let mut mixed = seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    mixed ^= mixed >> 15;
    let [red, green, blue, _] = mixed.to_be_bytes();
    let picture = RgbImage::from_pixel(width, width, Rgb([red, green, blue]));
    let mut png = Cursor::new(Vec::new());
    // Writing into memory fails only for formats that cannot hold the pixels; PNG can.
    let _written = DynamicImage::ImageRgb8(picture).write_to(&mut png, ImageFormat::Png);
    png.into_inner()
}

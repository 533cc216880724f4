//! x
fn main() { let a = std::env::args().nth(1).unwrap(); let s = whole_tests::Screen::open(&a).unwrap(); println!("{}", s.tree()); }

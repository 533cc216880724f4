//! The fake CRM, seen from outside.

mod browser;
mod isolation;
mod log;
mod pages;
mod sign_in;
mod switches;

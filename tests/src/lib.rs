//! What the whole-product tests share: a desktop to run the program on.

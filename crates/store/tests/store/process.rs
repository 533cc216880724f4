//! This test program again, as another process.

use std::{
    io::{BufRead, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

/// Names the data folder to the child.
const FOLDER: &str = "STORE_TEST_FOLDER";

/// The data folder, in a process that was started by [`start`]; nothing in the test run itself.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// A process that runs one test alone, with its words.
pub(crate) struct Other {
    child: Child,
    words: Lines<BufReader<ChildStdout>>,
}

/// Runs the test named `test` in another process, which finds the folder by [`folder`].
pub(crate) fn start(test: &str, folder: &Path) -> Other {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let words = BufReader::new(child.stdout.take().unwrap()).lines();
    Other { child, words }
}

impl Other {
    /// What the process says next after `word`; nothing once it has ended.
    pub(crate) fn next(&mut self, word: &str) -> Option<String> {
        self.words.by_ref().map_while(Result::ok).find_map(|line| {
            // The test harness writes on the same line.
            line.split_once(word)
                .map(|(_, rest)| rest.trim().to_owned())
        })
    }

    /// Ends the process at once, with no chance to tidy up, and waits until it's gone.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        self.kill();
    }
}

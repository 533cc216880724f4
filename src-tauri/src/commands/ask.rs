//! Answers to pages' questions.

use ipc::AskAnswer;
use tauri::State;

use super::{Answer, done};
use crate::{pages::asks, shell::Shell};

/// Runs on the main thread, as engines' requests do.
#[tauri::command]
pub(crate) fn ask_answer(shell: State<'_, Shell>, request: AskAnswer) -> Answer {
    asks::answer(&shell, request);
    done()
}

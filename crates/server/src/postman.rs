//! Sends the letters that wait in the outbox.

use std::{error::Error, time::Duration};

use crm::outbox::{self, Due, Sender};
use mail::{Outgoing, SendError, Transport};
use tokio_util::sync::CancellationToken;

use crate::{error::chain, metrics::LetterFate, state::AppState};

/// How long a letter may lie there unseen.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends until told to stop. Of several servers on one database each letter is sent by one.
pub(crate) async fn run(state: AppState, transport: Transport, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match deliver_next(&state, &transport).await {
            Ok(true) => {}
            Ok(false) => {
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
            Err(error) => {
                tracing::error!(error = &error as &dyn Error, "Letters stay: outbox failed");
                stop.run_until_cancelled(tokio::time::sleep(PAUSE)).await;
            }
        }
    }
}

/// Sends one letter. False when none is due.
async fn deliver_next(state: &AppState, transport: &Transport) -> Result<bool, crm::Error> {
    let sender = Sender {
        name: &state.identity.name,
        base: state.base.origin(),
    };
    let Some(due) = outbox::take_due(&state.db, sender, state.now()).await? else {
        return Ok(false);
    };
    match transport.send(&outgoing(&due, &state.mail_from)).await {
        Ok(()) => {
            state.metrics.letter(LetterFate::Sent);
            outbox::note_sent(&state.db, &due, state.now()).await?;
        }
        Err(error) => {
            // Neither address nor text: the id is enough to find it.
            tracing::warn!(
                letter = due.id,
                error = &error as &dyn Error,
                "Letter isn't sent"
            );
            let for_good = matches!(error, SendError::Unsendable(_));
            state.metrics.letter(if for_good {
                LetterFate::Failed
            } else {
                LetterFate::Refused
            });
            let reason = chain(&error);
            outbox::note_failure(&state.db, &due, &reason, for_good, state.now()).await?;
        }
    }
    Ok(true)
}

fn outgoing(due: &Due, from: &str) -> Outgoing {
    Outgoing {
        id: due.id.clone(),
        from: from.to_owned(),
        to: due.to.clone(),
        subject: due.subject.clone(),
        text: due.text.clone(),
        html: due.html.clone(),
    }
}

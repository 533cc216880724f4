//! A name server that knows TXT records alone (RFC 1035).

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{net::UdpSocket, task::JoinSet};

/// Ends with the value.
pub(crate) struct NameServer {
    pub(crate) address: SocketAddr,
    records: Records,
    _tasks: JoinSet<()>,
}

/// What each name says.
type Records = Arc<Mutex<BTreeMap<String, String>>>;

impl NameServer {
    pub(crate) async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("bound");
        let address = socket.local_addr().expect("an address");
        let records = Records::default();
        let known = records.clone();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut question = [0; 512];
            loop {
                let (length, from) = socket.recv_from(&mut question).await.expect("asked");
                let answer = answer(&question[..length], &known);
                socket.send_to(&answer, from).await.expect("answered");
            }
        });
        Self {
            address,
            records,
            _tasks: tasks,
        }
    }

    /// Says this under a name from now on; nothing takes the name away.
    pub(crate) fn say(&self, name: &str, text: Option<&str>) {
        let mut records = self.records.lock().expect("whole");
        match text {
            Some(text) => records.insert(name.to_owned(), text.to_owned()),
            None => records.remove(name),
        };
    }
}

/// One question, and the record that answers it or the news that there is no such name.
fn answer(message: &[u8], records: &Records) -> Vec<u8> {
    let question = &message[12..];
    let mut labels = Vec::new();
    let mut at = 0;
    while question[at] > 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).to_lowercase());
        at = end;
    }
    // The name's end, the type and the class.
    let question = &question[..at + 5];
    let name = labels.join(".");
    let text = records.lock().expect("whole").get(&name).cloned();
    let mut answer = message[..2].to_vec();
    let (code, answers) = if text.is_some() { (0, 1) } else { (3, 0) };
    answer.extend([0x81, 0x80 | code, 0, 1, 0, answers, 0, 0, 0, 0]);
    answer.extend_from_slice(question);
    if let Some(text) = text {
        let length = u8::try_from(text.len()).expect("short");
        // The name as in the question, TXT, IN, a minute, and the text with its length.
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, length + 1, length]);
        answer.extend_from_slice(text.as_bytes());
    }
    answer
}

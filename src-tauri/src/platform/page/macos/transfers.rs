//! Progress and end of downloads. Their place is chosen in Tauri's `on_download`, by wry's delegate; another
//! stands in front of it and hears what came of it.

use std::{cell::RefCell, collections::HashMap, time::Duration};

use block2::{DynBlock, RcBlock};
use domain::AccountId;
use ipc::DownloadState;
use objc2::{
    DefinedClass, MainThreadMarker, MainThreadOnly, Message, define_class, msg_send,
    rc::Retained,
    runtime::{AnyObject, NSObject, NSObjectProtocol, ProtocolObject, Sel},
};
use objc2_foundation::{NSData, NSError, NSProgressReporting, NSString, NSURL, NSURLResponse};
use objc2_web_kit::{WKDownload, WKDownloadDelegate};

use crate::{
    pages::downloads,
    platform::{later::Settle, page::watching},
    shell::Shell,
};

/// Progress is looked at so often.
const LOOK: Duration = Duration::from_millis(400);

thread_local! {
    /// Downloads that run, by their number.
    static RUNNING: RefCell<HashMap<u32, Running>> = RefCell::default();
}

/// A download doesn't keep its delegate.
struct Running {
    download: Retained<WKDownload>,
    delegate: Retained<Transfer>,
}

pub(super) struct Ivars {
    shell: Shell,
    number: u32,
    inner: Retained<ProtocolObject<dyn WKDownloadDelegate>>,
}

define_class!(
    /// See the module.
    #[unsafe(super(NSObject))]
    #[thread_kind = MainThreadOnly]
    #[ivars = Ivars]
    pub(super) struct Transfer;

    // SAFETY: it has no demands beyond those of NSObject.
    unsafe impl NSObjectProtocol for Transfer {}

    /// What it doesn't answer itself wry's delegate is asked.
    impl Transfer {
        #[unsafe(method(respondsToSelector:))]
        fn answers(&self, selector: Sel) -> bool {
            // SAFETY: a method of NSObject with this very signature.
            let own: bool = unsafe { msg_send![super(self), respondsToSelector: selector] };
            own || self.ivars().inner.respondsToSelector(selector)
        }

        #[unsafe(method(forwardingTargetForSelector:))]
        fn other(&self, _selector: Sel) -> *mut AnyObject {
            Retained::as_ptr(&self.ivars().inner).cast_mut().cast()
        }
    }

    // SAFETY: the signatures are those of the protocol.
    unsafe impl WKDownloadDelegate for Transfer {
        #[unsafe(method(download:decideDestinationUsingResponse:suggestedFilename:completionHandler:))]
        fn place(
            &self,
            download: &WKDownload,
            response: &NSURLResponse,
            name: &NSString,
            handler: &DynBlock<dyn Fn(*mut NSURL)>,
        ) {
            let Ivars {
                shell,
                number,
                inner,
            } = self.ivars();
            let (shell, number, handler) = (shell.clone(), *number, handler.copy());
            let placed = RcBlock::new(move |url: *mut NSURL| {
                // SAFETY: null, or an address that lives through the call.
                let path = unsafe { url.as_ref() }.and_then(NSURL::to_file_path);
                if let Some(path) = path {
                    downloads::named(&shell, number, &path);
                }
                handler.call((url,));
            });
            // SAFETY: the arguments are passed on as they came; wry answers this one.
            unsafe {
                inner.download_decideDestinationUsingResponse_suggestedFilename_completionHandler(
                    download, response, name, &placed,
                );
            }
        }

        #[unsafe(method(downloadDidFinish:))]
        fn finished(&self, download: &WKDownload) {
            self.ended(download, DownloadState::Done);
            // SAFETY: as above.
            unsafe { self.ivars().inner.downloadDidFinish(download) };
        }

        #[unsafe(method(download:didFailWithError:resumeData:))]
        fn failed(&self, download: &WKDownload, error: &NSError, resume: Option<&NSData>) {
            tracing::info!(error = %error.localizedDescription(), "A download ended early");
            self.ended(download, DownloadState::Failed);
            let inner = &self.ivars().inner;
            // SAFETY: as above.
            unsafe { inner.download_didFailWithError_resumeData(download, error, resume) };
        }
    }
);

impl Transfer {
    fn ended(&self, download: &WKDownload, end: DownloadState) {
        let Ivars { shell, number, .. } = self.ivars();
        let received = progress(download).0;
        downloads::ended(shell, *number, end, received);
        let ended = RUNNING.with_borrow_mut(|running| running.remove(number));
        // This very object is among it: it must live until the method that called has returned.
        if let Some(ended) = ended {
            shell.soon({
                let kept = OnMain(ended.delegate);
                move |_| drop(kept)
            });
        }
    }
}

/// What may be dropped on the main thread alone, where it came from and goes.
struct OnMain(#[expect(dead_code, reason = "kept for its drop")] Retained<Transfer>);
// SAFETY: made on the main thread, and dropped in a turn of its loop.
unsafe impl Send for OnMain {}

/// Follows a download until it ends.
pub(super) fn follow(shell: &Shell, id: AccountId, download: &WKDownload) {
    let Some(main) = MainThreadMarker::new() else {
        return;
    };
    // SAFETY: main thread; wry has set its own by now.
    let Some(inner) = (unsafe { download.delegate() }) else {
        return;
    };
    let held = download.retain();
    let number = downloads::started(
        shell,
        id,
        Box::new(move || {
            // SAFETY: main thread.
            unsafe { held.cancel(None) };
        }),
    );
    let this = Transfer::alloc(main).set_ivars(Ivars {
        shell: shell.clone(),
        number,
        inner,
    });
    // SAFETY: NSObject's initialiser takes nothing.
    let this: Retained<Transfer> = unsafe { msg_send![super(this), init] };
    // SAFETY: main thread; it's kept below.
    unsafe { download.setDelegate(Some(ProtocolObject::from_ref(&*this))) };
    let one = Running {
        download: download.retain(),
        delegate: this,
    };
    RUNNING.with_borrow_mut(|running| running.insert(number, one));
    look_again(shell, number);
}

fn look_again(shell: &Shell, number: u32) {
    Settle::default().run(shell, LOOK, move |shell| {
        let now = RUNNING.with_borrow(|r| r.get(&number).map(|one| progress(&one.download)));
        if let Some((received, percent)) = now {
            downloads::progressed(shell, number, received, percent);
            look_again(shell, number);
        }
    });
}

/// Bytes, and how much of the whole they are in percent.
fn progress(download: &WKDownload) -> (u64, u8) {
    let progress = download.progress();
    let received = u64::try_from(progress.completedUnitCount()).unwrap_or_default();
    (received, watching::percent(progress.fractionCompleted()))
}

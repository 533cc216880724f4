//! Finding in a page. WebKit says whether there is a match, not how many.

use std::{cell::RefCell, collections::HashMap, ptr::NonNull};

use accounts::Event;
use block2::RcBlock;
use objc2::MainThreadOnly;
use objc2_foundation::NSString;
use objc2_web_kit::{WKFindConfiguration, WKFindResult};
use tauri::{Manager, Webview};

use crate::shell::Shell;

thread_local! {
    /// What is searched for in each page, by its label.
    static SOUGHT: RefCell<HashMap<String, String>> = RefCell::default();
}

pub(super) fn find(page: &Webview, text: &str, backwards: bool) -> tauri::Result<()> {
    let label = page.label();
    if text.is_empty() {
        SOUGHT.with_borrow_mut(|sought| sought.remove(label));
        let view = super::view(page)?;
        super::run_apart(&view, "getSelection().removeAllRanges()");
        return Ok(());
    }
    SOUGHT.with_borrow_mut(|sought| sought.insert(label.to_owned(), text.to_owned()));
    again(page, backwards)
}

pub(super) fn again(page: &Webview, backwards: bool) -> tauri::Result<()> {
    let Some(text) = SOUGHT.with_borrow(|sought| sought.get(page.label()).cloned()) else {
        return Ok(());
    };
    let view = super::view(page)?;
    let shell = page.try_state::<Shell>().map(|s| s.inner().clone());
    let account = super::account(page.label());
    let done = RcBlock::new(move |result: NonNull<WKFindResult>| {
        // SAFETY: WebKit's result lives through the call.
        let found = unsafe { result.as_ref().matchFound() };
        if let (Some(shell), Some(id)) = (&shell, account) {
            shell.send(Event::PageFound(id, (!found).then_some(0)));
        }
    });
    // SAFETY: main thread.
    unsafe {
        let how = WKFindConfiguration::new(view.mtm());
        how.setBackwards(backwards);
        how.setCaseSensitive(false);
        how.setWraps(true);
        let text = NSString::from_str(&text);
        view.findString_withConfiguration_completionHandler(&text, Some(&how), &done);
    }
    Ok(())
}

pub(super) fn forget(label: &str) {
    SOUGHT.with_borrow_mut(|sought| sought.remove(label));
}

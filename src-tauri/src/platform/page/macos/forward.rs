//! How a delegate stands in front of another: what it doesn't answer itself the other is asked.

/// Two methods of `NSObject` for a class whose instance variables have the other delegate as `inner`.
/// WebKit asks once, when a delegate is set, which methods it has.
macro_rules! forwards {
    ($class:ident) => {
        impl $class {
            #[unsafe(method(respondsToSelector:))]
            fn answers(&self, selector: objc2::runtime::Sel) -> bool {
                // SAFETY: a method of NSObject with this very signature.
                let own: bool = unsafe { objc2::msg_send![super(self), respondsToSelector: selector] };
                own || objc2::runtime::NSObjectProtocol::respondsToSelector(
                    &*self.ivars().inner,
                    selector,
                )
            }

            #[unsafe(method(forwardingTargetForSelector:))]
            fn other(&self, _selector: objc2::runtime::Sel) -> *mut objc2::runtime::AnyObject {
                objc2::rc::Retained::as_ptr(&self.ivars().inner).cast_mut().cast()
            }
        }
    };
}
pub(super) use forwards;

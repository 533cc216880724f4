# Letters that the service sends by itself. The text of a letter, then its button, then what stands under it.

letter-greeting = Hello { $name },
letter-footer = { $server } · { $base }

letter-reset = Set a new password
    .text = Somebody asked for a new password for { $what } ({ $email }). Press the button to set one. The link is good for an hour, and once.
    .action = Set a new password
    .note = If it wasn't you, there is nothing to do: your password stays as it is.

letter-use-sso = Sign in to { $crm } with single sign-on
    .text = Somebody asked for a new password for { $crm } ({ $email }). You need none there: you sign in with your company's sign-in. Press the button, then the button of the single sign-on on that page.
    .action = Open the sign-in page
    .note = If it wasn't you, there is nothing to do. If that sign-in doesn't work, ask an administrator of { $crm }.

letter-password-changed = Your password was changed
    .text = The password of { $what } ({ $email }) was changed just now. All other sessions were signed out.
    .action = This wasn't me
    .note = If it was you, there is nothing to do.

letter-only-password = Your password was changed
    .text = The password of { $what } ({ $email }) was set anew just now. All other sessions were signed out. Passkeys and connections with other sign-in services were removed, too, because somebody else might have added them: add yours again beside the password.
    .action = This wasn't me
    .note = If it was you, there is nothing else to do.

letter-sign-up = Confirm your account
    .text = Somebody, most likely you, signed up at { $server } with this address ({ $email }). Press the button to confirm it and to open your CRM. The link is good for a day, and once.
    .action = Confirm
    .note = If it wasn't you, there is nothing to do: nothing happens without you.

letter-account-exists = You already have an account
    .text = Somebody, most likely you, signed up at { $server } with this address ({ $email }). It has an account already, and nothing has changed: just sign in.
    .action = Sign in
    .note = Forgot the password? Set a new one at { $reset }. If it wasn't you, there is nothing to do.

letter-confirm-email = Confirm your new address
    .text = Press the button to sign in to { $what } at { $base } with this address ({ $email }) from now on. Do it in the browser in which you are signed in there. The link is good for a day, and once.
    .action = Confirm
    .note = If you don't know of this, leave this letter alone: nothing happens without you.

letter-email-in-use = This address is in use already
    .text = Somebody, most likely you, wanted to sign in to { $what } at { $base } with this address ({ $email }). Somebody there has it already, or is invited with it, so nothing has changed.
    .action = Sign in
    .note = If it wasn't you, there is nothing to do.

letter-email-changing = Your address will be changed
    .text = Somebody, most likely you, asked to sign in to { $what } with { $wanted } in place of { $email }. That counts as soon as it is confirmed there.
    .action = Undo
    .note = If it wasn't you, undo it within seven days: you keep this address, all sessions end, and then set a new password.

letter-password-of-account = { $what }: your account's password counts
    .text = From now on you sign in to { $what } ({ $email }) with the password of your account. The password and the second factor that you had there are erased, and all other sessions were signed out.
    .action = Undo
    .note = If it wasn't you, undo it within seven days: the connection with the account ends, all sessions end, and then set a new password.

letter-account-disconnected = { $what }: your account is disconnected
    .text = { $what } ({ $email }) has left the list of the account that you were connected to. You go on signing in with the password that you have there.
    .action = This wasn't me
    .note = If it was you, there is nothing to do. Otherwise set a new password: that ends every session.

letter-account-closed = Your account is closed
    .text = Your account at { $server } ({ $email }) was closed just now, and all its sessions were signed out. For thirty days the button brings it back; after that nothing of you is left there.
    .action = Bring it back
    .note = If it was you, there is nothing to do. Otherwise bring it back and set a new password.

letter-former-account-closed = An account that had your address is closed
    .text = The account at { $server } that had this address ({ $email }) until lately was closed just now. As long as the change of address can be undone, the button brings the account back, with this address.
    .action = Bring it back
    .note = If it was you, there is nothing to do. Otherwise bring it back and set a new password.

letter-password-of-own = { $crm }: set a password of your own
    .text = You signed in to { $crm } ({ $email }) with the password of your account, which is closed now. Press the button to set a password for { $crm } alone. The link is good for seven days, and once.
    .action = Set a password
    .note = After that you get another link at any time with “Forgot password?”.

letter-crm-ready = { $crm } is ready
    .text = Your new CRM { $crm } is ready at { $address }. You sign in with your account's password; all your CRMs are listed at { $portal }.
    .action = Open { $crm }
    .note = There is no password in this letter, and there never will be.

letter-invitation = An invitation from { $inviter }
    .text = { $inviter } invites you to work in the CRM at { $address }. Press the button to accept. The link is good for seven days, and once.
    .action = Accept the invitation
    .note = If you don't know { $inviter }, leave this letter alone: nothing happens without you.

letter-deletion-scheduled = { $crm } will be deleted
    .text = { $crm } is scheduled for deletion on { $date }. Until then nobody can sign in to it, and its owner can still cancel that.
    .action = Open the account portal
    .note = After that day nothing of it can be brought back.

letter-deletion-cancelled = { $crm } stays
    .text = The deletion of { $crm } was cancelled. It is again what it was; sign in as always.
    .action = Open { $crm }
    .note = Sessions ended with the deletion's beginning, so everybody signs in once more.

letter-deletion-near = { $crm } will be deleted within a day
    .text = { $crm } will be deleted on { $date }, with everything in it. Until then you can cancel that in the account portal.
    .action = Open the account portal
    .note = After that nothing of it can be brought back.

letter-purged = { $crm } is deleted
    .text = { $crm } at { $server } was deleted, as it was scheduled. Nothing of it can be brought back, and nobody can sign in to it any more.
    .action = Open { $server }
    .note = You get this letter because you had access to it.

letter-membership-created = { $crm } is in an account's list
    .text = Your user in { $crm } ({ $email }) is connected to the account of { $account }, which can enter { $crm } without another password from now on.
    .action = Undo
    .note = If you don't know this, undo it within seven days: the connection and all sessions end. Then set a new password and tell an administrator of { $crm }.

letter-factor-enabled = Two-factor sign-in is on
    .text = From now on signing in to { $what } ({ $email }) takes a code of your authenticator app, too. All other sessions were signed out.
    .action = This wasn't me
    .note = Keep your recovery codes where you find them without your phone.

letter-factor-disabled = Two-factor sign-in is off
    .text = Signing in to { $what } ({ $email }) takes the password alone from now on. All other sessions were signed out.
    .action = This wasn't me
    .note = If it was you, there is nothing to do.

letter-factor-locked = Too many wrong codes
    .text = Somebody who knows the password of { $what } ({ $email }) typed five wrong codes. No code is taken for 15 minutes.
    .action = This wasn't me
    .note = If it was you, wait a quarter of an hour and sign in again.

letter-recovery-code-used = A recovery code was used
    .text = Somebody confirmed a sign-in to { $what } ({ $email }) with one of your recovery codes. Recovery codes that are left: { $left }.
    .action = This wasn't me
    .note = If it was you, get new codes in the settings before the last one is used.

letter-new-sign-in = New sign-in to { $what }
    .text = Somebody signed in to { $what } ({ $email }) from a device that you haven't used before: { $device }, address { $ip }, { $at }.
    .action = This wasn't me
    .note = If it was you, there is nothing to do. Otherwise set a new password: that ends every session.

letter-qr-sign-in = Signed in with QR code
    .text = Somebody signed in to { $what } ({ $email }) with a QR code that was approved from one of your sessions: { $device }, address { $ip }, { $at }.
    .action = This wasn't me
    .note = If you approved it, there is nothing to do. Otherwise set a new password: that ends every session.

letter-factor-reset = Your second factor was removed
    .text = Whoever may do so removed the second factor of { $what } ({ $email }) for you. All sessions were signed out; the password alone lets you in until you set a new one up.
    .action = This wasn't my wish
    .note = If you asked for it, sign in and set a new one up.

letter-identity-linked = { $provider } signs you in
    .text = From now on whoever { $provider } recognises as you is signed in to { $what } ({ $email }) without a password.
    .action = This wasn't me
    .note = If you don't know this, set a new password, disconnect it in your profile and tell an administrator.

letter-passkey-added = A passkey signs you in
    .text = From now on the passkey "{ $passkey }" signs in to { $what } ({ $email }) without a password.
    .action = This wasn't me
    .note = If you don't know this, set a new password, and remove the passkey in the security settings.

letter-passkey-removed = A passkey was removed
    .text = The passkey "{ $passkey }" signs in to { $what } ({ $email }) no more. Your device may still list it; there it can be deleted.
    .action = This wasn't me
    .note = If it was you, there is nothing to do.

letter-balance-low = The balance of { $crm } is low
    .text = { $crm } has { $balance } left, which doesn't last for a week of use.
    .action = Open the balance
    .note = Put money on it in time, and nothing changes for anybody.

letter-balance-overdue = The balance of { $crm } is below zero
    .text = { $crm } has a balance of { $balance }. It stays open for { $days } days; then its members don't get in until it is paid.
    .action = Open the balance
    .note = Nothing is deleted for want of money.

letter-crm-suspended = { $crm } is suspended
    .text = The balance of { $crm } is below zero, and the days of grace are over. Its owner and administrators get in, its members don't.
    .action = Open the balance
    .note = With the payment it's open again at once. Nothing was deleted.

letter-first-reward = Your first referral reward
    .text = { $amount } is in your wallet: somebody whom you have recommended { $server } to has paid.
    .action = Open the referral programme
    .note = Move it to a CRM of yours, or ask for a payout.

letter-payout-paid = Your payout of { $amount } is on its way
    .text = The operator of { $server } has sent { $amount }. Their reference: { $reference }
    .action = Open the referral programme
    .note = When it doesn't come, give the operator this reference.

letter-payout-rejected = Your payout of { $amount } was rejected
    .text = The operator of { $server } hasn't sent { $amount }, and it is in your wallet again. Their reason: { $reference }
    .action = Open the referral programme
    .note = You can ask for a payout again, or move the money to a CRM of yours.

letter-ledger-mismatch = Balances are wrong
    .text = The nightly check of { $server } has found balances that aren't the sum of their entries: { $count }. Nothing was changed.
    .action = Open the account portal
    .note = ninefold-server operator check-ledger says which. Look for somebody who has changed the database by hand.

letter-webhook-off = { $crm }: a webhook is switched off
    .text = Nothing is sent to { $url } any more: it wants nothing more, or took nothing for five days.
    .action = Open the settings of { $crm }
    .note = Once the address works again, switch the webhook on there.

letter-address-changed = { $crm } has another address
    .text = { $crm } is at { $address } from now on. Its former address, { $former }, leads there until { $date } and is nobody else's so long; after that it may be.
    .action = Open { $crm }
    .note = Everybody stays signed in. Tell your colleagues, and change bookmarks and programs that use the former address. If this wasn't agreed, ask the owner.
letter-owner-now = You own { $crm } now
    .text = Whoever runs { $server } has handed { $crm } over to you: it belongs to the account { $email } from now on. You see its balance at the portal, { $portal }, pay for it, and are the only one who may delete it. Who owned it until now stays in it as an administrator.
    .action = Open your account
    .note = You have to sign in to { $crm } again. If you have no password at the portal yet, this link sets one; it works once and for seven days, and “Forgot password?” sends another. If you don't want to own it, tell whoever runs the server.
letter-owner-no-more = { $crm } has another owner
    .text = Whoever runs { $server } has handed { $crm } over: it belongs to the account { $email } from now on. Its balance has gone with it. You stay in it as an administrator, and have to sign in to it again.
    .action = Open your account
    .note = If this wasn't agreed, tell whoever runs the server at once: only they can hand it back.
letter-export-ready = The export of { $crm } is ready
    .text = Everything of { $crm } can be downloaded as one file until { $date }.
    .action = Open the page with the export
    .note = The page asks you to sign in. If you didn't ask for it, end your other sessions and set a new password.

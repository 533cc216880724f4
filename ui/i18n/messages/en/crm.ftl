# Messages of the service's pages.
# Texts of failures come from the service itself; roles are found by their code: role-<code>.

## Words used in many places

name = Name
your-name = Your name
email = E-mail
username = Username
password = Password
role = Role
role-owner = Owner
role-admin = Administrator
role-member = Member
role-viewer = Viewer
show-password = Show password
hide-password = Hide password
go-on = Continue
request-id = Request { $id }
no-answer = The server doesn't answer
no-answer-detail = Check that it runs and that you are connected, then try again.
personal-data = Personal data
cancel = Cancel
try-again = Try again
connect-code = Connect code
crm-suspended = Suspended
crm-scheduled = Scheduled for deletion
never-opened = Not opened yet
my-crms = My CRMs
step-up-title = Confirm that it is you
step-up-lead = This needs your password. It isn't asked for again for 15 minutes.
step-up-lead-code = This needs a code from your authenticator app. It isn't asked for again for 15 minutes.
step-up-lead-sso = This needs your single sign-on: you sign in there again and come back here. It isn't asked for again for 15 minutes.
step-up-by = Confirm with { $provider }
step-up-lead-passkey = This needs your passkey. It isn't asked for again for 15 minutes.
step-up-by-passkey = Confirm with a passkey
step-up-none = There is nothing that you could confirm it with now. Ask an administrator.
step-up-confirm = Confirm
close = Close
dismiss = Dismiss
undo = Undo
toast-area = What has just happened
wait = You can try again in { $time }.
keys = Keys
keys-here = Keys on this page
keys-key = Key
keys-does = What it does
keys-close = Close what is open
keys-show = Show these keys
keys-search = Search the list
keys-rows = Go to another row
keys-letters = Go to the row that begins so
keys-enter-crm = Enter the CRM of the row
keys-open-menu = Show what can be done about the person
keys-choice = Choose another one
keys-open = Open the chosen one

## Sign-in

sign-in = Sign in
sign-in-to = Sign in to { $crm }
login = E-mail or username
keep-signed-in = Keep me signed in
other-crm = Sign in to another CRM
address-title = Which CRM do you want to open?
address-lead = Your colleagues or your invitation know its address.
address = Address or name
address-hint = For example acme or { $example }
enter-title = Signing you in
enter-failed = You couldn't be signed in
enter-sign-in = Sign in with your password
sign-in-title = Sign in
sign-in-lead = Your e-mail and password show every CRM that they open.
sign-in-by-address = I know the address of my CRM
sign-in-by-email = Sign in with e-mail and password
choose-title = What do you want to open?
choose-lead = You can open these.
choose-list = What you can open
choose-expired = This list has expired
choose-expired-detail = Sign in again to see it.
choice-portal = Account portal
choice-portal-about = All your CRMs in one place
open = Open
change-user = Change user

## Code of the second factor

code-title = Confirm with a code
code-lead = A second factor protects this sign-in.
code-app = Code from your authenticator app
code-app-hint = Six digits, new every half a minute.
code-recovery = Recovery code
code-recovery-hint = One that you saved, for example k7qm3-xwd90. It works once.
code-by-recovery = Use a recovery code
code-by-app = Use the authenticator app
code-begin-again = Sign in again
code-expired = This sign-in has expired
code-expired-detail = A code is waited for no longer than five minutes, in one page. Sign in again.
trust-device = Trust this device for 30 days: no code is asked for here

## Sign-in by QR code

sign-in-by-qr = Sign in with a QR code
sign-in-by-password = Sign in with a password
qr-sign-in = Sign in with a QR code
qr-sign-in-to = Sign in to { $crm } with a QR code
qr-lead = Scan it with a device where you are signed in, and pick the number there.
qr-picture = QR code for another device
qr-code = Code from the other screen
qr-by-hand = Or type this code there, at “Approve a sign-in” in your profile or account settings:
qr-own-code = Code
qr-number = Your number
qr-pending = Waiting for your other device
qr-replaced = The code was replaced by a new one
qr-scanned = Your other device has it. Pick this number there.
qr-approved = Approved. Signing you in
qr-denied = This sign-in was denied
qr-denied-detail = On the other device somebody said that it isn't them, or picked another number.
qr-idle = The codes weren't used
qr-idle-detail = Each is good for two minutes. Show another one when you are ready.
qr-new = Show new code
qr-section = Approve a sign-in
qr-section-of = Approve a sign-in · { $crm }
qr-section-lead = Another screen shows a QR code for signing in? Scan it with this device's camera, or type the code that stands under it.
qr-code-hint = 8 letters and digits, for example K7QM-3XWD. The hyphen and capitals don't matter.
qr-code-unknown = This code is wrong, or isn't shown any more.
qr-other-code = Another code
qr-approve-lead = Another screen asks to be signed in as you.
qr-fact-browser = Browser
qr-fact-ip = IP address
qr-fact-time = Asked
qr-fact-opens = Opens
qr-fact-all = All that your account opens
qr-fact-keep = Stays signed in
qr-keep-weeks = For weeks
qr-keep-browser = Until that browser is closed
qr-far = It is in another network
qr-far-detail = Approve only if that screen is in front of you. Nobody from support or your company needs you to do this.
qr-too-new = This session is too new
qr-too-new-detail = It began by a QR code itself. For its first ten minutes it approves no other.
qr-which = Which number does the other screen show?
qr-approve = Approve
qr-approve-in = Approve in { $time }
qr-not-me = Not me
qr-you-approved = Approved
qr-you-approved-detail = The other screen is being signed in. A letter about it is on its way to you.
qr-you-denied = Denied
qr-you-denied-detail = Nobody was signed in. If you didn't expect this, you needn't do more.
qr-wrong = This wasn't the number
qr-wrong-detail = For safety, the sign-in was denied. Show a new code on the other screen and begin again.
qr-over = This code is over
qr-over-detail = Show a new code on the other screen and begin again.

## Single sign-on by way of another browser

hand-off-continue = Continue in your browser
hand-off-continue-with = Continue in your browser with { $provider }
hand-off-lead = Sign in there, and pick the number that stands here. You are signed in here then, and not there.
hand-off-open = Open in your browser
hand-off-address = Or open this address there
hand-off-pending = Waiting for your browser
hand-off-scanned = You are back from { $provider }. Pick this number in your browser.
hand-off-denied-detail = In the browser somebody said that it isn't them, or picked another number.
hand-off-idle = This took too long
hand-off-idle-detail = You have ten minutes. Begin again when you are ready.
hand-off-again = Begin again
hand-off-other-way = Other ways to sign in
hand-off-title = Sign in for your window
hand-off-title-lead = You came here from a window that waits. It is signed in, and this browser isn't. If you didn't come from one, close this page.
hand-off-approve = Is this your window?
hand-off-approve-lead = It asks to be signed in as you.
hand-off-approved-detail = Your window is being signed in. You can close this page.
hand-off-wrong-detail = For safety, the sign-in was denied. Begin again in your window.
hand-off-over = This sign-in is over
hand-off-over-detail = Begin again in the window that you came from.

## Single sign-on

sso-or = or
sso-sign-in = Sign in with { $provider }
sso-sign-in-to = Sign in to { $crm } with { $provider }
sso-owner = I own this CRM and have a second factor
sso-owner-lead = The owner's password works here together with the second factor. Everybody else uses single sign-on.
sso-instead = Sign in with single sign-on
sso-signed-out = You are signed out here
sso-elsewhere = Single sign-on may still know you: then it lets the next person at this browser in as you.
sso-elsewhere-go = Sign out there, too
sso-reference = Reference:
sso-refused-sso_failed = Single sign-on didn't work
sso-refused-sso_failed-detail = You cancelled it, or its answer wasn't right. Try again. If it stays so, give an administrator the reference: the log says more.
sso-refused-sso_no_user = Nobody here is who you signed in as
sso-refused-sso_no_user-detail = Sign in with another identity, or ask an administrator to invite you. If you have a password here, sign in with it and connect single sign-on in My profile.
sso-refused-sso_email_unverified = Your identity has no verified e-mail address
sso-refused-sso_email_unverified-detail = Have the address verified there, then try again. Or sign in with your password and connect single sign-on in My profile.
sso-refused-sso_link_required = Single sign-on isn't connected with you yet
sso-refused-sso_link_required-detail = Sign in with your password once, then press Connect in My profile under “Linked sign-ins”. Without a password, ask an administrator to prove the domain of your address.
sso-refused-ticket_invalid = This took too long, or began elsewhere
sso-refused-ticket_invalid-detail = You have ten minutes, and must come back in the same browser. Begin again.
sso-refused-crm_suspended = This CRM is suspended
sso-refused-crm_suspended-detail = Its owner can reactivate it.
sso-refused-crm_scheduled_for_deletion = This CRM is scheduled for deletion
sso-refused-crm_scheduled_for_deletion-detail = Its owner can still cancel that in the account portal.
sso-refused-rate_limited = Too many attempts
sso-refused-rate_limited-detail = Wait a minute, then try again.
sso-refused-other = You couldn't be signed in
sso-refused-other-detail = Try again. If it stays so, give the operator of this server the reference.
sso-done-connected = Connected
sso-done-connected-detail = From now on you can sign in with it, too. You are told by mail.
sso-done-proved = Confirmed
sso-done-proved-detail = Go on with what you wanted to do. You aren't asked again for 15 minutes.
links = Linked sign-ins
links-lead = Single sign-on that recognises you. What you disconnect doesn't let you in any more.
links-none = No single sign-on is set up here. Administrators do that in the settings.
links-none-here = This server has no single sign-on for accounts. Its operator sets that up.
link-since = connected { $date }
link-not-yet = Not connected
link-add = Connect
link-add-of = Connect { $provider }
link-remove = Disconnect
link-remove-of = Disconnect { $provider }
link-removed = { $provider } is disconnected.
link-again = Connect again

code-by-passkey = Use a passkey instead
passkeys = Passkeys
passkeys-lead = Sign in with your fingerprint, face, screen lock or security key, with no password and no code.
passkeys-not-here = This browser has no passkeys, or this server has no name that they could be for.
passkeys-full = You have as many passkeys as one person may. Remove one that you don't use any more.
passkey-add = Add a passkey
passkey-added = The passkey “{ $passkey }” signs you in from now on.
passkey-not-made = No passkey was made.
passkey-known = Your device has a passkey of yours for this place already.
passkey-since = added { $date }
passkey-unused = not used yet
passkey-rename = Name this passkey
passkey-rename-of = Rename { $passkey }
passkey-remove = Remove
passkey-remove-of = Remove { $passkey }
passkey-removed = The passkey “{ $passkey }” signs nobody in any more.
passkey-sign-in = Sign in with a passkey
passkey-none = No passkey was used
passkey-none-detail = Try again, or take another way.

## Set-up

setup-title = Set up your server
setup-lead = This creates your account and your first CRM.
setup-token = Set-up token
setup-token-hint = The server wrote it to its log when it started. It works once, for half an hour.
setup-create = Create CRM
password-hint = At least { $count } characters. A few words you remember are best.
crm-name = Name of the CRM
crm-name-hint = Your company or team. You can leave it empty.

## Password

password-current = Current password
password-new = New password
password-repeat = New password again
password-change = Change password
passwords-differ = This isn't the same password.
password-first = Set a password
password-first-lead = You have no password yet, and sign in another way. With one you can sign in by it, too.
password-changed = Password changed
password-changed-detail = All your other sessions were signed out.

## Sign-up

sign-up-link = Create an account
sign-up-title = Create your account
sign-up-lead = With it comes your first CRM.
sign-up-action = Create account
sign-up-sent = A letter to { $email } says what is next. Its link is good for a day.
sign-up-closed = Nobody can sign up here
sign-up-closed-detail = Ask the operator of this server for an account.
sign-up-invite = Signing up takes a link here
sign-up-invite-detail = It is for one person, and good for seven days. Ask the operator of this server for one.
sign-up-code = Referral code
sign-up-code-hint = If somebody gave you one.
sign-up-sign-in = I have an account
sign-up-confirm-title = Confirm your account
sign-up-confirm-lead = One press, and your CRM is ready.
sign-up-confirm-password = You signed up in another browser. Give the password that you chose there.
sign-up-again = Sign up again

## E-mail address

email-lead = Letters from this CRM go there, and you sign in with it.
email-lead-account = Letters go there, and you sign in with it. Your addresses in the CRMs stay as they are.
email-new = New e-mail
email-change = Change e-mail
email-sent = A letter to { $email } has a link that confirms it. Until then everything stays as it is.
email-no-mail = The letter that confirms the address waits until its operator gives it a way to send mail.
email-changed = E-mail changed
email-changed-detail = From now on it is { $email }.
email-confirm-title = Confirm your new address
email-confirm-lead = You will sign in with the address that this letter went to. Do this in the browser in which you are signed in: otherwise sign in first, and open the link in the letter again.
email-confirmed = From now on you sign in with it.
email-undo-title = Keep your address
email-undo-lead = Your address stays, or becomes again, the one that this letter went to. All your sessions end.
email-undo-action = Keep this address
email-undone = Your address is kept
email-undone-detail = All your sessions were signed out. If it wasn't you who changed it, set a new password now.

## Forgotten password and invitations

forgot-link = Forgot password?
forgot-title = Set a new password
forgot-lead = A letter with a link goes to your address, if it is known here.
forgot-action = Send the link
forgot-sent = Look into your mailbox
forgot-sent-detail = If the address is known here, a link is on its way. It is good for an hour.
forgot-no-mail = This server can't send mail
forgot-no-mail-detail = Ask its operator, who can give you a link.
back-to-sign-in = Back to sign-in
reset-title = Set a new password
reset-action = Set password
reset-done = Your password is set
reset-done-detail = All your sessions were signed out. Sign in with the new password.
reset-again = Ask for another link
invitation = Invitation
invitation-title = Join { $crm }
invitation-lead = { $inviter } invites { $email }. Your role: { $role }.
invitation-join = Join with my account
invitation-new-person = Or with a password of its own
invitation-accept = Join
first-name = First name
last-name = Last name
username-optional = Username (optional)
username-hint = 3 to 30 small Latin letters, digits and _. Left empty, it is made from your address.

## Account portal

crms-title = Your CRMs
crms-none = You have no CRM yet
crms-none-lead = Create one for your team, or add one that you work in with a code from your profile there.
crm = CRM
balance = Balance
balance-owner-only = Only the owner sees the balance
last-opened = Last opened
enter = Enter
enter-crm = Enter { $crm }
more-of-crm = More about { $crm }
delete-more = Delete…
remove-more = Remove from my list…
kept-owned = You own this CRM: it stays in your list until it is deleted.
kept-only-password = You sign in there with the password of your account: without it you couldn't.
delete-owner-only = Only its owner can delete this CRM.
search-crms = Search by name or address
search-none = No CRM matches “{ $text }”.
scheduled-title = Scheduled for deletion
deleted-in = Left until deletion: { $time }
deleting-now = Being deleted
cancel-deletion = Cancel deletion
cancel-deletion-of = Cancel deletion of { $crm }
create-crm = Create new CRM
create-crm-action = Create CRM
create-name-hint = Your company or team.
create-slug = Address (optional)
create-slug-hint = For example { $example }. Left empty, it is made from the name.
create-slug-preview = It will be { $address }
created = { $crm } is ready.
add-crm = Add existing CRM
add-crm-lead = Open that CRM in another tab, go to My profile, Connect to account, and get a code there. This dialog stays open.
add-crm-hint = 12 letters and digits, for example K7QM-3XWD-90TB. Hyphens and capitals don't matter.
add-crm-action = Add CRM
added = { $crm } is in your list now.
delete-title = Delete { $crm }?
loss-users = { $count ->
    [one] { $count } person loses access at once.
   *[other] { $count } people lose access at once.
}
loss-balance = Balance: { $balance }. What is positive goes to your wallet.
loss-delay = { $days ->
    [one] All data is deleted for good after { $days } day. Until then you can cancel.
   *[other] All data is deleted for good after { $days } days. Until then you can cancel.
}
loss-backups = Backups that the operator of this server keeps may hold them longer.
delete-type-name = Type “{ $crm }” to confirm
delete-action = Delete CRM
deletion-scheduled = { $crm } is scheduled for deletion.
deletion-cancelled = { $crm } won't be deleted.
remove-title = Remove { $crm } from your list?
remove-lead = You stay a user of the CRM and sign in at its address. To put it back, you need a new code from it.
remove-action = Remove from list
removed = { $crm } is off your list.
account-name-in-crms = Call me so in my CRMs, too
account-photo-in-crms = Use a photo that I choose now in my CRMs, too
account-language-hint = Of letters to you.
account-zone-hint = Of CRMs that you create.
account-settings = Account settings
back-to-crms = Back to my CRMs

## Closing an account

close-account = Close account
close-account-about = Your account is closed at once. For { $days } days a link in a letter brings it back; after that nothing of you is left.
close-account-more = Close account…
close-account-not-yet = Your account can't be closed yet:
close-account-operator = You run this server with it.
close-account-owned = You own { $crm }. Delete it first, and wait until it is gone for good.
close-account-debt = Your wallet has a debt: { $balance }.
close-account-title = Close your account?
close-account-kept = For { $days } days a letter can bring it back. After that nothing of you is left.
close-account-sessions = You are signed out at the portal and at all CRMs of your list, which they leave.
close-account-password = { $crm }: you signed in there with this account's password. A letter lets you set one for it alone.
close-account-give-up = I give up what is in my wallet: { $balance }
close-account-action = Close account
reopen-title = Bring your account back
reopen-lead = Your account opens again with the password that it had. CRMs that left your list don't come back by themselves.
reopen-action = Bring it back
reopened = Your account is back
reopened-detail = Sign in as before. If it wasn't you who closed it, set a new password now.

## Home

sign-out = Sign out
signed-in-to = You are signed in to { $crm }
home-lead = This is how your colleagues see you.
my-profile = My profile
title = Title
username-new = New username
username-rules = 3 to 30 small Latin letters, digits and _. The former one stays yours for 30 days.
username-change = Change username
username-free = Free:
profile-saved = Saved.
username-changed = You are @{ $username } now.
photo = Photo
photo-choose = Choose a photo
photo-hint = JPEG, PNG, WebP or GIF, 10 MB at most. You can drop it here, too.
photo-sending = Sending the photo…
photo-remove = Remove photo
photo-changed = Your photo is changed.
photo-removed = Your photo is removed.
photo-too-large = This file is too large. Take one of 10 MB at most.
connect-title = Connect to account
connect-lead = With a code, this CRM joins the list of your account: get it here, then use it there in “Add existing CRM”.
connect-owner = You own this CRM: it is in the list of your account.
account = Account
account-since = Connected since
disconnect-more = Disconnect…
disconnect-first = To disconnect it, use a password of your own first.
disconnect-title = Disconnect your account?
disconnect-lead = This CRM leaves the list of { $account }. You stay a user here; to put it back, you need a new code.
disconnect-action = Disconnect
account-link-undo-title = End the connection with the account
account-link-undo-lead = The account lets nobody in as you any more, and its password doesn't count here. What was set since then is gone, and all your sessions end.
account-link-undo-action = End the connection
account-link-undone = The connection is ended
account-link-undone-detail = All your sessions were signed out. Set a new password now.
password-of-account = This is your account's password
password-of-account-detail = Changing it here changes it for { $account } and every CRM that it opens.
password-of-account-none = Your account has no password
password-of-account-none-detail = Set one in the account's settings at the portal, or use one of your own here.
own-password-more = Use a password of my own…
own-password-title = Use a password of your own
own-password-lead = It opens this CRM alone. Your account's password stays as it is and doesn't open this CRM's sign-in any more; entering from the portal still works.
account-password-more = Use my account's password…
account-password-title = Use your account's password?
account-password-lead = The password and the second factor that you have in this CRM are erased, and your other sessions here are signed out. From then on those of your account count.
account-password-action = Use it
code-get = Get a code
code-renew = Renew
code-left = Works once, for { $time } more
code-over = This code has expired. Get a new one.
copy = Copy
copied = Copied
copy-refused = Select the text and copy it yourself.
download = Download
print = Print

## Second factor

factor = Two-factor sign-in
factor-lead = Besides the password, a code from an app on your phone is asked for.
factor-none = Off. Whoever learns your password can sign in.
factor-on = On since { $date }.
factor-on-now = Two-factor sign-in is on
factor-of-account = This is your account's
factor-of-account-detail = You sign in here with the password of your account. What you change counts for the account and every CRM you open with it.
factor-set-up = Set up
factor-other-app = Move to another app
factor-off-more = Turn off…
factor-off-title = Turn off two-factor sign-in?
factor-off-lead = Your password alone will be enough. Recovery codes stop working, and your other sessions are signed out.
factor-off-action = Turn off
factor-scan = Scan this with your authenticator app
factor-qr = QR code of the secret
factor-by-hand = If you can't scan it, type this secret into the app:
factor-secret = Secret
factor-open-app = Open the app on this device
factor-confirm = Turn on
recovery-codes = Recovery codes
recovery-lead = Each of these codes lets you in once when you don't have the app. They aren't shown again: keep them where you keep what is important, not in the app's phone alone.
recovery-of = Recovery codes of { $login } at { $host }
recovery-file = recovery-codes
recovery-saved = I saved them
recovery-finish = Finish
recovery-renew = New recovery codes
recovery-new-now = The old recovery codes don't work any more
recovery-left = { $count ->
    [one] { $count } recovery code is left.
   *[other] { $count } recovery codes are left.
}
recovery-few = { $count ->
    [0] No recovery codes are left
    [one] Only { $count } recovery code is left
   *[other] Only { $count } recovery codes are left
}
recovery-few-detail = Make new ones, or you can't get in without the app.

## Second factor that a CRM demands

demand-of = Two-factor sign-in · { $crm }
demand-title = Set up two-factor sign-in
demand-due = Set up two-factor sign-in by { $date }
demand-due-detail = { $crm } demands it. After that you can't do anything else there before it is set up.
demand-over = { $crm } demands two-factor sign-in
demand-over-detail = It was to be set up by { $date }. Until you do, nothing else opens here.
demand-go = Set it up now
settings = Settings
settings-of = Settings · { $crm }
settings-lead = What counts for everybody in { $crm }.
settings-admins-only = Only the owner and administrators see and change this.
general = General
general-lead = What everybody sees it called, and where it is reached.
crm-language = Language
crm-language-hint = Of people who come by single sign-on. Everybody has their own after that.
crm-zone = Time zone
crm-zone-hint = Of periods that are charged and dates in letters. Everybody has their own besides.
crm-address = Address
crm-address-owner = Only the owner changes the address.
crm-address-stays = The address was changed lately. It can be changed again from { $date } on.
crm-address-new = New address
crm-address-hint = 3 to 40 small Latin letters, digits and hyphens. The former one leads here for 90 days; it can be changed once in 30 days.
crm-address-change = Change address
policy-lead = Whether a code from an app is asked for besides the password.
policy-now = Now: { $policy }
policy-who = Who must have it
policy-optional = Whoever wants it
policy-about-optional = Nobody has to.
policy-required_for_admins = Owner and administrators
policy-about-required_for_admins = { $count ->
    [one] { $count } person has to.
   *[other] { $count } people have to.
}
policy-required = Everybody
policy-about-required = { $count ->
    [one] { $count } person has to.
   *[other] { $count } people have to.
}
policy-trust = Devices may be trusted for 30 days
policy-grace = Who has none yet gets a week
policy-grace-detail = They see the date on every page. After that nothing but setting it up opens for them, you included.
policy-distrust = No device is trusted any more
policy-distrust-detail = A code is asked for at every sign-in.
policy-saved = Saved
policy-saved-detail = It counts from now on.

## Single sign-on in the settings

sso = Single sign-on
sso-lead = People sign in with what your company gave them, over OpenID Connect.
sso-none = There is none yet. Microsoft Entra, Google, Okta, Keycloak and most others will do.
sso-add = Add provider
sso-add-lead = Make a client for this CRM at your provider first: a web application. Tell it this address, then fill in what it tells you.
sso-change-title = Change provider
sso-label = Name on the button
sso-label-hint = People see: { $button }
sso-label-example = Acme account
sso-issuer = Issuer
sso-issuer-hint = Begins with https://, exactly as your provider writes it. It can't be changed later.
sso-issuer-unreadable = The server couldn't read the provider's description there. Check the address letter by letter, also whether it ends in a slash.
sso-client-id = Client ID
sso-secret = Client secret (optional)
sso-secret-hint = It is kept sealed and never shown again.
sso-secret-kept = There is one, which is never shown. Left empty, it stays.
sso-secret-drop = Remove the secret
sso-domains = Domains
sso-domains-field = Domains of your addresses (optional)
sso-domains-hint = For example acme.example. Once you have proved them, people with such an address needn't connect anything themselves.
sso-jit = Whoever has an address of a proven domain joins as a member
sso-satisfies = No code is asked for when the provider asked for a second factor
sso-acr = Its words for a second factor (optional)
sso-acr-hint = Values of “acr”, with spaces between them. The usual ones of “amr” are known: mfa, otp, hwk.
sso-added = { $provider } is added. Try it out, then switch it on.
sso-changed = Saved.
sso-on = On
sso-off = Off
sso-required = Required
sso-linked = { $count } of { $all } people have connected it
sso-more = More about { $provider }
sso-try = Try out
sso-change-more = Change…
sso-turn-on = Switch on
sso-turn-off = Switch off
sso-turned-on = { $provider } is on the sign-in page now.
sso-turned-off = { $provider } is off: nobody signs in with it. Sessions stay.
sso-taken-back = Taken back.
sso-require-more = Require it…
sso-allow = Allow passwords again
sso-allowed = Passwords work again beside { $provider }.
sso-require-title = Require { $provider } of everybody?
sso-require-lead = Passwords stop working for signing in, also those of accounts that enter this CRM. Sessions that have begun stay.
sso-require-left = { $count ->
    [one] { $count } person hasn't connected it
   *[other] { $count } people haven't connected it
}
sso-require-left-detail = They get in only if their address is of a domain that you have proved.
sso-require-owner = The owner can still sign in with password and second factor when the provider fails.
sso-require-action = Require it
sso-require-refused = Nobody could take this back
sso-require-refused-detail = First connect it yourself in My profile, or have the owner set up a second factor.
sso-required-now = { $provider } is required now.
sso-owner-out = The owner has no second factor
sso-owner-out-detail = With one, the owner gets in by password when the provider fails. Without it, perhaps nobody does.
sso-remove-more = Remove…
sso-remove-title = Remove { $provider }?
sso-remove-lead = { $count ->
    [0] Nobody has connected it.
    [one] { $count } person has connected it, and it won't know them any more, also when you add it again.
   *[other] { $count } people have connected it, and it won't know them any more, also when you add it again.
}
sso-remove-instead = Switched off, it lets nobody in either, and nothing is lost.
sso-remove-action = Remove
sso-removed = { $provider } is removed.
sso-tried = It works
sso-trial-opens = It knows you: you would have been signed in.
sso-trial-connects = Your address is verified and its domain proved: you would have been connected and signed in.
sso-trial-joins = Your address is verified and its domain proved: whoever you signed in as would have joined as a member.
sso-trial-needs_connection = Somebody here has that address, but its domain isn't proved: they connect it once themselves, in My profile.
sso-trial-nobody = Whoever you signed in as is nobody here. People connect it in My profile, or you prove the domain of their addresses.
sso-trial-unverified = But it doesn't say that your address is verified, so people have to connect it themselves, in My profile.
sso-tried-failed = It didn't work
sso-tried-failed-detail = It was cancelled, or the answer wasn't right. Check the client ID, the secret and the redirect address at the provider. The audit log has the reason under this reference.
sso-tried-late = It took longer than ten minutes, or ended in another session. Try again.
sso-proven = proved { $time }
sso-not-proven = not proved yet
sso-record = Make a TXT record with this name
sso-value = and this value
sso-check = Check now
sso-check-lead = A new record may take an hour until it is seen. Leave it there: a domain whose record is gone isn't proved any more at the next check.
sso-proof-found = All domains are proved.
sso-proof-missing = { $count ->
    [one] The record of { $count } domain wasn't found.
   *[other] The records of { $count } domains weren't found.
}
sso-tell = What the provider must be told
sso-redirect-uri = Redirect URI
sso-backchannel-uri = Back-channel logout URI, if it has that
sso-after-sign-out-uri = Post-logout redirect URI, if it has that
copy-of = Copy: { $what }

## Sessions

sessions = Sessions and devices
sessions-lead = Where you are signed in. End what you don't know, then change your password.
session-this = This one
session-unknown = Unknown device
session-by-password = by password
session-by-portal = from the account portal
session-by-qr = by QR code
session-by-sso = by single sign-on
session-by-passkey = by passkey
session-with-factor = with a second factor
session-last-seen = last used { $time }
session-first-seen = signed in { $time }
session-rename = Name this device
session-rename-of = Rename { $device }
session-device = Name
session-device-hint = For example “Laptop at home”. Left empty, the name of the browser or the program is shown.
session-end = End
session-end-of = End the session on { $device }
session-ended = The session on { $device } is over.
sessions-end-others = End all others
sessions-others-ended = All your other sessions are over.
sessions-end-all = Sign out everywhere
sessions-at-crms = At your CRMs
sessions-count = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
rename = Rename
save = Save

## Staff

staff = Staff
staff-of = Staff · { $crm }
staff-lead = Everybody in { $crm }.
staff-alone = You are alone here so far. Who you invite gets a letter with a link, and joins with a password of their own.
status = Status
status-active = Active
status-deactivated = Deactivated
status-invited = Invited
you = You
search-staff = Search by name, username or e-mail
search-nobody = Nobody matches “{ $text }”.
more-of-person = More about { $name }
role-more = Change role…
role-title = Role of { $name }
role-now = Role now: { $role }
role-change = Change role
role-changed = { $name } has another role now: { $role }.
role-about-admin = Settings, staff, all records.
role-about-member = Records and their own profile.
role-about-viewer = Sees the records and changes only their own profile.
deactivate = Deactivate
reactivate = Reactivate
deactivated = { $name } can't sign in any more.
reactivated = { $name } can sign in again.
reset-factor-more = Remove second factor…
reset-factor-title = Remove the second factor of { $name }?
reset-factor-password = Their password alone lets them in until they set another one up. Make sure that it is really them who asks.
reset-factor-sessions = All their sessions end at once, and their recovery codes stop working.
reset-factor-told = They are told by mail.
reset-factor-action = Remove second factor
reset-factor-done = The second factor of { $name } is removed, and all their sessions are over.
end-sessions-more = End all sessions…
end-sessions-title = End all sessions of { $name }?
end-sessions-again = They are signed out everywhere at once and have to sign in again. What they haven't saved is lost.
end-sessions-trust = None of their devices is trusted any more: whoever has a second factor is asked for a code.
end-sessions-action = End all sessions
end-sessions-done = All sessions of { $name } are over.
delete-user-more = Delete…
delete-user-title = Delete { $name } for good?
delete-user-personal = Their name, address, phone, photo, password and second factor are removed, and nothing brings them back.
delete-user-deeds = What they have done stays, as a former user's.
delete-user-username = Nobody else ever gets their username. Their address can be invited again.
delete-user-action = Delete for good
delete-user-done = { $name } is deleted.
invite = Invite people
invite-action = { $count ->
    [0] Send invitations
    [one] Send { $count } invitation
   *[other] Send { $count } invitations
}
invite-addresses = E-mail addresses
invite-hint = Up to { $count }, in lines or with commas between them. You can paste a list.
invite-count = { $count ->
    [one] { $count } address
   *[other] { $count } addresses
}
invite-too-many = At most { $count } at once. Leave some for later.
invite-leave-out = { $count ->
    [one] Leave this one out
   *[other] Leave these { $count } out
}
invited = { $count ->
    [one] { $count } invitation is on its way.
   *[other] { $count } invitations are on their way.
}
invited-waits = { $count ->
    [one] { $count } invitation waits for a way to be sent.
   *[other] { $count } invitations wait for a way to be sent.
}
invitations-open = Open invitations
invitations-wait = Invitations wait here until its operator gives it a way to send mail.
invitation-sent-at = sent { $time }
invitation-life = { $time } left
invitation-over = expired
invitation-sent = Another letter goes to { $email }. The link in the one before doesn't work any more.
invitation-revoked = The invitation to { $email } doesn't work any more.
invite-again = Invite again
resend = Send again
resend-to = Send again to { $email }
revoke = Revoke
revoke-of = Revoke the invitation to { $email }

## Nothing here

not-found-title = There is nothing here
not-found-lead = The address may be mistyped, or what was here is gone.
not-found-go = Go to sign-in

## Balances, and what the operator does

crms = CRMs
balance-lead = What your CRMs cost is taken from their balances. Money in your wallet can be moved to any CRM that you own.
balances = Balances
wallet = Wallet
wallet-own = Your wallet
pays-next = Pays next on
standing-low = Low
standing-overdue = Overdue
transfer = Transfer
transfer-to = Transfer to { $crm }
transfer-there-is = There is { $balance } in your wallet.
transferred = The money is in the balance of { $crm }.
amount = Amount ({ $currency })
amount-wrong = Type an amount above zero, such as 12.50.
history = History
entry-kind = What it was
entry-all = Everything
entry-opening = Opening
entry-top_up = Top-up
entry-charge = Charge
entry-refund = Refund
entry-adjustment = Correction
entry-transfer_in = Transfer in
entry-transfer_out = Transfer out
entry-referral_reward = Referral reward
entry-referral_reversal = Referral reward taken back
entry-payout = Payout
entry-balance_returned = Balance of a deleted CRM
entries-from = From
entries-to = To
entries-csv = Download as CSV
entries-none = Nothing has moved that balance.
entry-at = When
entry-note = Note
entry-amount = Amount
show-more = Show more
operator = Server
operator-only = These pages are for whoever runs the server.
top-up-title = Money that came in
top-up-lead = Adds to the balance of a CRM or to the wallet of an account. What is in the books stays there.
top-up-payee = CRM or account
top-up-payee-hint = The last part of the CRM’s address, or the account’s e-mail address.
top-up-reference = Invoice or payment number
top-up-reference-hint = A number counts once for the same CRM or account.
top-up = Add
top-up-posted = It is in the books
top-up-done = The balance is { $balance } now.
jobs = Work that failed
jobs-lead = What the server does by itself is tried eight times. What still failed stands here.
jobs-none = Nothing failed.
job-kind = Work
job-error = Why it failed
job-again = Run again: { $kind }
job-waits = { $kind } waits for its turn.
run-again = Run again
open-payouts-lead = Rewards that holders want to have paid out. The money has left their wallets; you send it, and note that here.
open-payouts-none = Nobody waits for a payout.
payout-pay = Note as sent
payout-pay-to = Note as sent: { $amount } to { $email }
payout-reject = Reject
payout-reject-to = Reject { $amount } to { $email }
payout-decide-paid = Was { $amount } sent?
payout-decide-paid-lead = { $email } gets a letter with the number of the transfer. There is no way back.
payout-decide-rejected = Reject { $amount }?
payout-decide-rejected-lead = The money goes back into the wallet of { $email }, who gets a letter with your reason.
payout-reference-paid = Number of the transfer
payout-reference-rejected = Reason
payout-reference-hint = Its holder reads it.
payout-noted-paid = { $amount } to { $email } is noted as sent.
payout-noted-rejected = { $amount } is in the wallet of { $email } again.
payout-decided = It had been decided before.
operator-overview = To do
find = Find
crms-all = CRMs on this server
crms-all-lead = From outside: what is in a CRM is seen by its staff alone.
crms-search = Name, address or owner
crms-found-none = No CRM fits.
crm-users = Users
crm-purging = Being deleted
balance-of = { $balance }: balance of { $crm }
balances-all-lead = Any CRM's balance and any account's wallet. Entries stay in the books; what is wrong is put right by another one.
entry-of = { $kind }, { $amount }
refund = Give back
refund-of = Give back: { $entry }
refund-title = Give { $amount } back?
refund-lead = The whole charge goes back to the CRM's balance. A reward that it has brought is taken back.
refunded = The charge was given back.
correct = Correct
correct-of = Correct: { $entry }
correct-title = Correct an entry
correct-lead = The entry stays. Another one is added that points to it.
correct-way = What happens to the balance
correct-add = Add
correct-add-about = Too little was added, or too much taken.
correct-take = Take away
correct-take-about = Too much was added. The balance may be below zero afterwards.
correct-note = Reason
correct-note-hint = Whoever reads the history reads it.
corrected = The correction is in the books.
letters = Letters that don't go
letters-lead = What each would say is never shown.
letters-counts = Failed: { $failed }, waiting: { $waiting }.
letters-none = No letter waits.
letter-to = To
letter-kind = Letter
letter-state = State
letter-state-failed = Failed, tried no more
letter-state-waiting = Tried again soon
letter-state-no_transport = This server has no way to send mail
letter-again = Send again: { $email }
letter-sent-again = The letter to { $email } is tried again.
settings-server-lead = What this server was started with. It is changed in its configuration file, its environment or on its command line, and counts from the next start on; “ninefold-server config show” says where each comes from.
setting-sign-up = Sign-up
setting-sign-up-open = Whoever comes
setting-sign-up-invite = Whoever has a link of yours
setting-sign-up-closed = Nobody
setting-mail = Mail
setting-sent = Is sent
setting-not-sent = Has no way out
setting-price = Price for a user and 30 days
setting-free = Nothing
setting-trial = Trial
setting-grace = Left open with a debt
setting-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
setting-on = Yes
setting-off = No
setting-rules = Version of the rules
setting-share = Share of a charge
setting-percent = { $percent } %
setting-months = Months with rewards
setting-attribution = A visit counts for
setting-hold = Rewards are held for
setting-minimum = Least payout

## Referral programme

referral = Referral programme
referral-lead = Recommend this service, and get a share of what those pay who come by your link.
referral-banner = Recommend this service to others, and get a share of what they pay.
referral-more = Learn more
referral-rules = Rules
referral-rule-share = You get { $percent } % of each charge of a CRM whose owner signed up by your link or with your code, for { $months } months from their first charge.
referral-rule-first = The first link that somebody follows counts, for a sign-up within { $days } days. That is decided once.
referral-rule-excluded = Accounts of your own, and people whose address is known here already, bring nothing.
referral-rule-hold = A reward is in your wallet { $days } days after the charge, once that is paid. If the charge is given back, the reward is taken back, even if your wallet is below zero then.
referral-rule-use = Move what you have earned to a CRM of yours, or ask for a payout of { $minimum } or more.
referral-rule-leave = You can stop whenever you want: your link doesn't count any more, and what you have brought goes on.
referral-version = Version { $version }.
referral-accepted = You accepted version { $version } on { $at }.
referral-accept = I have read the rules and accept them
referral-activate = Activate referral programme
referral-activated = You take part, and your link counts.
referral-changed = The rules have changed
referral-changed-detail = Nothing new is earned before you accept them. What you have earned stays yours.
referral-link-title = Your link
referral-link-lead = Send it to whoever may need this service. The code is for those who sign up without it.
referral-link = Link
referral-code = Code
referral-leave = Stop taking part
referral-leave-title = Stop taking part?
referral-leave-lead = Your link doesn't count any more. People who came by it before go on bringing rewards, and you can start again with the same link.
referral-left = You don't take part any more.
referral-people = Referrals
referral-people-none = Nobody has signed up by your link yet.
referral-signed-up = Signed up
referral-paid = Has paid
referral-reward = Your reward
referral-self = In your own browser: no reward
referral-gone = Account is gone
referral-held = Held
referral-payable = Can be paid out
referral-statistics = Statistics
referral-period = Period
referral-days-30 = 30 days
referral-days-90 = 90 days
referral-days-366 = A year
referral-days-none = Nothing has happened in these days.
referral-day = Day (UTC)
referral-clicks = Visits
referral-sign-ups = Sign-ups
referral-paying = Paid first
rewards = Rewards
rewards-none = No charge has brought a reward yet.
reward-state = State
reward-held-until = Held until { $at }
reward-state-available = In your wallet
reward-state-cancelled = Cancelled: the charge was given back
reward-state-reversed = Taken back: the charge was given back
payouts = Payouts
payouts-none = You haven't asked for a payout.
payout-ask = Ask for a payout
payout-least = From { $minimum } on.
payout-lead = The money leaves your wallet at once. The operator of this server sends it, and comes back to you by mail.
payout-between = From { $minimum } to { $most }.
payout-asked = The operator has your request.
payout-state-requested = Asked for
payout-state-paid = Sent
payout-state-rejected = Rejected: it's in your wallet again

secret-once = It's shown this once. Keep it where nobody else reads it.
secret-kept = I've kept it
api-keys = API keys
api-keys-lead = By a key a program calls for this CRM. It acts for nobody, and opens no profile and no portal.
keys-none = No program has a key.
key = Key
key-make = Make key
key-name-hint = What it's for.
key-scopes = What it may do
key-scope-read = Read
key-scope-webhooks = Keep webhooks
key-life = Good for
key-life-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
key-life-ever = Until it's taken back
key-made = The key { $key } is made
key-made-by = Made by { $who }, { $date }
key-until = good until { $date }
key-used = used { $time }
key-unused = never used
key-revoke-more = Take back…
key-revoke-of = Take back… { $key }
key-revoke-title = Take { $key } back?
key-revoke-lead = Programs that have it get nothing any more, at once and for good.
key-revoke = Take back
key-revoked = { $key } opens nothing any more.

webhooks = Webhooks
webhooks-lead = Addresses that are told what happens here, as Standard Webhooks says.
webhooks-none = Nobody is told what happens here.
webhook-add = Add webhook
webhook-change = Change webhook
webhook-change-more = Change…
webhook-url = Address
webhook-url-hint = Starts with https:// and is reached from the Internet.
webhook-types = What it is told
webhook-told = { $count ->
    [one] told { $count } kind of event
   *[other] told { $count } kinds of events
}
webhook-state-on = On
webhook-state-off = Off
webhook-state-gone = Off: it said that it wants nothing any more
webhook-state-failing = Off: it took nothing for five days
webhook-failing = Takes nothing since { $at }
webhook-two-secrets = Signed with both secrets until { $at }
webhook-test = Send test
webhook-test-sent = A test is on its way.
webhook-turn-on = Switch on
webhook-turn-off = Switch off
webhook-turned-on = It is told what happens from now on.
webhook-turned-off = It is told nothing any more.
webhook-more = More about { $url }
webhook-secret = Secret
webhook-secret-title = The secret of the webhook
webhook-rotate-more = New secret…
webhook-rotate = Make new secret
webhook-rotate-title = Make a new secret?
webhook-rotate-lead = For a day everything is signed with both, so that the receiver can change over.
webhook-remove-more = Remove…
webhook-remove = Remove
webhook-remove-title = Remove the webhook?
webhook-remove-lead = { $url } is told nothing any more, and the list of what was sent goes.
webhook-deliveries = Deliveries
deliveries-none = Nothing was sent yet.
deliveries-renew = Look again
delivery-waiting = waiting
delivery-done = delivered
delivery-failed = failed
delivery-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
delivery-next = Next attempt { $at }
delivery-again = Send again
delivery-details = Body and answer

exports = Export
exports-lead = Everything of the CRM in one ZIP file, each kind of rows as CSV and as JSON lines. Passwords, keys and other secrets aren't in it. It can be downloaded for three days.
exports-none = There is no export to download.
export-ask = Make export
export-state-waiting = waits for its turn
export-state-making = is being made
export-state-ready = ready
export-state-failed = couldn't be made
export-until = until { $date }
export-of = Download: export of { $date }
export-under-way = The export is being made. You can leave this page meanwhile.
export-made = The export is ready.
export-more = Export…
export-more-of = Export… { $crm }
export-title = Export of { $crm }

## Notifications

notifications = Notifications
notifications-unread = { $count ->
    [one] { $count } unread notification
   *[other] { $count } unread notifications
}
notifications-none = You have no notifications.
notifications-read-all = Mark all as read
notification-new = New
notification-read = Mark as read
notification-read-of = Mark as read: { $what }
notification-kind-account-new_device = Sign-in on a new device

## Audit log

account-log = Account log
account-log-lead = What was done with your account, when and by whom. Entries go by themselves after a year, failed sign-ins after 60 days.
account-log-open = Open the account log
audit-log = Audit log
audit-log-of = Audit log · { $crm }
audit-log-lead = What was done in { $crm }, and by whom. Nobody can remove anything from it; it goes by itself after the time that the settings name.
audit-lead = What was done here, when and by whom.
audit-open = Open the audit log
audit-kept = Kept for
audit-kept-hint = What is older goes by itself, and leaves a note that proves the rest is whole. Failed sign-ins are kept for 60 days.
audit-by = Who
audit-everybody = Everybody
audit-none = Nothing fits.
audit-whence = From where
audit-former = Former user
audit-account = Somebody with an account
audit-key = Key “{ $name }”
audit-operator = Whoever runs the server
audit-nobody = The server, or somebody unknown
audit-server = The server
audit-stranger = Somebody unknown
audit-kind-2fa-codes_regenerated = New recovery codes made
audit-kind-2fa-disabled = Second factor turned off
audit-kind-2fa-enabled = Second factor set up
audit-kind-2fa-locked = Second factor locked after wrong codes
audit-kind-2fa-recovery_used = Recovery code used
audit-kind-2fa-reset = Second factor removed for somebody
audit-kind-2fa-rules_changed = Rules of two-factor sign-in changed
audit-kind-account_link-undone = Connection with an account undone
audit-kind-api_key-created = API key made
audit-kind-api_key-revoked = API key revoked
audit-kind-audit-trimmed = Old entries removed after their time
audit-kind-crm-address_changed = Address of the CRM changed
audit-kind-crm-created = CRM created
audit-kind-crm-deletion_cancelled = Deletion of the CRM cancelled
audit-kind-crm-deletion_scheduled = Deletion of the CRM scheduled
audit-kind-crm-entered = Entered from the account portal
audit-kind-crm-owner_changed = CRM handed over to another owner
audit-kind-crm-suspended = CRM suspended
audit-kind-crm-updated = Name or settings of the CRM changed
audit-kind-device-registered = Device registered
audit-kind-device-revoked = Device removed
audit-kind-email-change_requested = Change of e-mail address asked for
audit-kind-email-change_undone = Change of e-mail address undone
audit-kind-email-changed = E-mail address changed
audit-kind-export-created = Export asked for
audit-kind-export-downloaded = Export downloaded
audit-kind-ledger-posted = Money moved
audit-kind-membership-created = Connected with an account
audit-kind-membership-removed = Connection with an account removed
audit-kind-passkey-added = Passkey added
audit-kind-passkey-removed = Passkey removed
audit-kind-password-changed = Password changed
audit-kind-password-reset = Password reset
audit-kind-password-reset_link_made = Link for a new password made
audit-kind-password-reset_requested = New password asked for
audit-kind-photo-changed = Photo changed
audit-kind-profile-updated = Profile changed
audit-kind-qr-approved = Sign-in by QR code approved
audit-kind-qr-denied = Sign-in by QR code denied
audit-kind-qr-requested = Sign-in by QR code asked for
audit-kind-session-revoked = Sessions ended
audit-kind-sign_in-failed = Sign-in failed
audit-kind-sign_in-succeeded = Signed in
audit-kind-sign_out = Signed out
audit-kind-sso-configured = Single sign-on changed
audit-kind-sso-hand_off_approved = Single sign-on through a browser approved
audit-kind-sso-hand_off_denied = Single sign-on through a browser denied
audit-kind-sso-hand_off_requested = Single sign-on through a browser asked for
audit-kind-sso-linked = Single sign-on connected
audit-kind-sso-refused = Single sign-on refused
audit-kind-sso-sign_in = Signed in by single sign-on
audit-kind-sso-unlinked = Single sign-on disconnected
audit-kind-user-deactivated = Person deactivated
audit-kind-user-deleted = Person deleted
audit-kind-user-invitation_link_made = Link of an invitation made
audit-kind-user-invitation_revoked = Invitation revoked
audit-kind-user-invited = Person invited
audit-kind-user-joined = Person joined
audit-kind-user-reactivated = Person reactivated
audit-kind-user-role_changed = Role changed
audit-kind-username-changed = Username changed
audit-kind-webhook-changed = Webhook changed
audit-kind-webhook-created = Webhook added
audit-kind-webhook-removed = Webhook removed
audit-kind-webhook-secret_rotated = Webhook got another secret
audit-kind-webhook-switched_off = Webhook switched off by the server
audit-kind-account-closed = Account closed
audit-kind-account-created = Account created
audit-kind-account-reopened = Account opened again
audit-kind-account-updated = Account changed
audit-kind-crm-purged = CRM deleted for good
audit-kind-referral-activated = Referral programme activated
audit-kind-referral-attributed = Somebody signed up by your link
audit-kind-referral-deactivated = Referral programme deactivated
audit-kind-referral-payout_paid = Payout sent
audit-kind-referral-payout_rejected = Payout refused
audit-kind-referral-payout_requested = Payout asked for
audit-trimmed = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
audit-reason-unknown_login = no such user
audit-reason-not_active = not active
audit-reason-wrong_password = wrong password
audit-reason-wrong_code = wrong code
audit-reason-wrong_number = wrong number
audit-reason-not_me = “It wasn’t me”
audit-reason-step_up_failed = too many wrong proofs
audit-reason-signed_out_at_provider = signed out at the provider

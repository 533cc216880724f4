//! Rules' values as the contract writes them.

mod audit;
mod exports;
mod money;
mod notifications;
mod operator;
mod programs;
mod referral;

use std::time::Duration;

use api::{
    Assurance, CrmView, DeviceResponse, EnrolmentResponse, EnterLink, ErrorCode, FactorOwner,
    FactorPolicy, FactorRulesResponse, GeneralSettingsResponse, IdentityLink,
    IdentityLinksResponse, Invitation, KeptBecause, MyProfileResponse, OwnSession, Platform,
    PortalAccount, PortalCrm, QrRequest, RecordType, RecoveryCodesResponse, Role,
    SecondFactorResponse, SelectionResponse, SessionMethod, SessionsAtCrm, SignInChoice, SsoDomain,
    SsoOffer, SsoProvider, SsoProviderRequest, SsoTrial, StepUpRequest, User, UserStatus,
};
use crm::{
    Beginning, Choice, Crm, CrmStatus, ENTER_TICKET_LIFE, Enrolment, EnterTicket, FactorRules,
    FactorStatus, FieldFault, StepUpProof,
    live::RecordKind,
    portal::{Kept, Listed},
    qr::Asked,
    sso::{self, DomainView, Offer, ProviderInput, ProviderView},
    staff::{Colleague, ColleagueStatus},
};
use domain::Sensitive;
use jiff::Timestamp;

pub(crate) use self::audit::audit_entry;
pub(crate) use self::exports::{export, exports};
pub(crate) use self::money::{
    dead_job, kind_name, kind_of, money, money_of, posted, top_up, wallet, wallet_entry,
};
pub(crate) use self::notifications::notification;
pub(crate) use self::operator::{book_entry, held_wallet, holder, operator_crm, stuck_letter};
pub(crate) use self::programs::{
    api_key, delivery, key_scope, new_webhook, webhook, webhook_input,
};
pub(crate) use self::referral::{
    decision, open_payout, payout, referral, referral_day, referral_state_of, referral_terms,
    reward,
};
use crate::{base_url::BaseUrl, http::failure::Failure, sso::backchannel_uri};

/// A CRM as anybody may see it.
pub(crate) fn crm(crm: &Crm, base: &BaseUrl) -> CrmView {
    CrmView {
        slug: crm.slug.clone(),
        name: crm.name.clone(),
        address: crm_address(&crm.slug, base),
    }
}

fn crm_address(slug: &str, base: &BaseUrl) -> String {
    format!("{}/c/{slug}", base.origin())
}

/// What is set for a CRM.
pub(crate) fn general_settings(
    settings: crm::GeneralSettings,
    base: &BaseUrl,
) -> GeneralSettingsResponse {
    GeneralSettingsResponse {
        address: crm_address(&settings.slug, base),
        name: settings.name,
        slug: settings.slug,
        locale: settings.locale,
        time_zone: settings.time_zone,
        audit_days: settings.audit_days,
        address_changeable_at: settings.address_changeable_at.map(instant),
        version: settings.version,
    }
}

/// An instant as RFC 3339 in UTC, to the millisecond.
pub(crate) fn instant(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// A role.
pub(crate) const fn role(role: crm::Role) -> Role {
    match role {
        crm::Role::Owner => Role::Owner,
        crm::Role::Admin => Role::Admin,
        crm::Role::Member => Role::Member,
        crm::Role::Viewer => Role::Viewer,
    }
}

/// What kind of record it is.
pub(crate) const fn record_type(kind: RecordKind) -> RecordType {
    match kind {
        RecordKind::User => RecordType::User,
        RecordKind::Invitation => RecordType::Invitation,
        RecordKind::Crm => RecordType::Crm,
        RecordKind::ApiKey => RecordType::ApiKey,
        RecordKind::Webhook => RecordType::Webhook,
    }
}

/// A role by its name.
pub(crate) const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Owner => "owner",
        Role::Admin => "admin",
        Role::Member => "member",
        Role::Viewer => "viewer",
    }
}

/// A user as colleagues see them.
pub(crate) fn user(crm: &Crm, row: Colleague) -> User {
    User {
        photo_url: photo_url(crm, row.photo.as_deref()),
        id: row.id,
        display_name: row.display_name,
        username: row.username,
        email: row.email,
        title: row.title,
        role: role(row.role),
        status: match row.status {
            ColleagueStatus::Invited => UserStatus::Invited,
            ColleagueStatus::Active => UserStatus::Active,
            ColleagueStatus::Deactivated => UserStatus::Deactivated,
        },
        can_reset_factor: row.can_reset_factor,
        version: row.version,
    }
}

/// Where a photo of a CRM's user is.
pub(crate) fn photo_url(crm: &Crm, hash: Option<&str>) -> Option<String> {
    hash.map(|hash| format!("/api/v1/c/{}/photos/{hash}", crm.slug))
}

/// The account that is signed in.
pub(crate) fn portal_account(who: crm::AccountHolder) -> PortalAccount {
    let hash = who.photo.as_ref();
    PortalAccount {
        photo_url: hash.map(|hash| format!("/api/v1/portal/photos/{hash}")),
        initials: who.initials(),
        id: who.id,
        name: who.name,
        email: who.email,
        locale: who.locale,
        time_zone: who.time_zone,
        is_operator: who.is_operator,
        version: who.version,
    }
}

/// The person who asks.
pub(crate) fn own_profile(crm: &Crm, row: crm::OwnProfile) -> MyProfileResponse {
    MyProfileResponse {
        photo_url: photo_url(crm, row.photo.as_deref()),
        id: row.id,
        first_name: row.first_name,
        last_name: row.last_name,
        title: row.title,
        username: row.username,
        email: row.email,
        version: row.version,
    }
}

/// One session of the person who asks.
pub(crate) fn own_session(row: crm::OwnSession) -> OwnSession {
    OwnSession {
        id: row.id,
        device_name: row.device_name,
        client_name: row.client_name,
        browser: said(row.browser),
        os: said(row.os),
        first_seen_at: instant(row.first_seen_at),
        last_seen_at: instant(row.last_seen_at),
        ip: row.ip,
        method: match row.beginning {
            Beginning::Password => SessionMethod::Password,
            Beginning::Portal => SessionMethod::Portal,
            Beginning::Qr => SessionMethod::Qr,
            Beginning::Sso => SessionMethod::Sso,
            Beginning::Passkey => SessionMethod::Passkey,
        },
        assurance: match row.assurance {
            crm::Assurance::One => Assurance::Aal1,
            crm::Assurance::Two => Assurance::Aal2,
        },
        is_current: row.is_current,
    }
}

/// The desktop client at a session.
pub(crate) fn device(device: crm::Device) -> DeviceResponse {
    DeviceResponse {
        id: device.id,
        name: device.name,
        platform: match device.platform {
            crm::Platform::Linux => Platform::Linux,
            crm::Platform::Macos => Platform::Macos,
            crm::Platform::Windows => Platform::Windows,
        },
        registered_at: instant(device.registered_at),
    }
}

/// A system, as the rules know it.
pub(crate) const fn platform_of(platform: Platform) -> crm::Platform {
    match platform {
        Platform::Linux => crm::Platform::Linux,
        Platform::Macos => crm::Platform::Macos,
        Platform::Windows => crm::Platform::Windows,
    }
}

/// What a browser says of itself, if it does.
fn said(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// A sign-in by QR code that waits for the person who asks.
pub(crate) fn qr_request(asked: Asked, base: &BaseUrl) -> QrRequest {
    QrRequest {
        id: asked.id,
        browser: said(asked.browser),
        os: said(asked.os),
        ip: asked.ip,
        requested_at: instant(asked.requested_at),
        expires_at: instant(asked.expires_at),
        crm: asked.crm.as_ref().map(|found| crm(found, base)),
        keep: asked.keep,
        numbers: asked.numbers.to_vec(),
        other_network: asked.is_other_network,
        session_too_new: asked.is_session_too_new,
        wait_s: whole_seconds(asked.wait),
    }
}

/// Seconds, begun ones as whole ones.
pub(crate) fn whole_seconds(time: Duration) -> u32 {
    let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

/// Sessions at one CRM.
pub(crate) fn sessions_at_crm(row: &crm::SessionsAtCrm, base: &BaseUrl) -> SessionsAtCrm {
    SessionsAtCrm {
        crm: crm(&row.crm, base),
        count: row.count,
    }
}

/// An invitation that nobody took yet.
pub(crate) fn invitation(row: crm::staff::Invitation) -> Invitation {
    Invitation {
        id: row.id,
        email: row.email,
        role: role(row.role),
        sent_at: instant(row.sent_at),
        expires_at: instant(row.expires_at),
    }
}

/// What second factor there is.
pub(crate) fn second_factor(status: &FactorStatus) -> SecondFactorResponse {
    SecondFactorResponse {
        enabled: status.enabled_at.is_some(),
        enabled_at: status.enabled_at.map(instant),
        recovery_codes_left: status.recovery_codes_left,
        owner: if status.is_accounts {
            FactorOwner::Account
        } else {
            FactorOwner::User
        },
    }
}

/// What a CRM demands of second factors.
pub(crate) const fn factor_rules(rules: FactorRules, version: i64) -> FactorRulesResponse {
    FactorRulesResponse {
        policy: match rules.policy {
            crm::FactorPolicy::Optional => FactorPolicy::Optional,
            crm::FactorPolicy::RequiredForAdmins => FactorPolicy::RequiredForAdmins,
            crm::FactorPolicy::Required => FactorPolicy::Required,
        },
        allow_trusted_devices: rules.may_trust,
        version,
    }
}

/// A policy, as the rules know it.
pub(crate) const fn policy_of(policy: FactorPolicy) -> crm::FactorPolicy {
    match policy {
        FactorPolicy::Optional => crm::FactorPolicy::Optional,
        FactorPolicy::RequiredForAdmins => crm::FactorPolicy::RequiredForAdmins,
        FactorPolicy::Required => crm::FactorPolicy::Required,
    }
}

/// A secret that waits for its first code.
pub(crate) fn enrolment(made: &Enrolment) -> EnrolmentResponse {
    EnrolmentResponse {
        // EXPOSE: both are shown to the person, once.
        secret: made.secret.expose().clone(),
        otpauth_url: made.url.expose().clone(),
        expires_at: instant(made.expires_at),
    }
}

/// Recovery codes.
pub(crate) fn recovery_codes(codes: &[Sensitive<String>]) -> RecoveryCodesResponse {
    RecoveryCodesResponse {
        // EXPOSE: they are shown to the person, once.
        recovery_codes: codes.iter().map(|code| code.expose().clone()).collect(),
    }
}

/// The one proof that a request brings.
pub(crate) fn step_up_proof(body: &StepUpRequest) -> Result<StepUpProof<'_>, Failure> {
    match (&body.password, &body.code) {
        (Some(password), None) => Ok(StepUpProof::Password(password)),
        (None, Some(code)) => Ok(StepUpProof::Code(code)),
        (None, None) => Err(Failure::field(String::new(), FieldFault::Required)),
        (Some(_), Some(_)) => Err(Failure::field(String::new(), FieldFault::Invalid)),
    }
}

/// A link that opens a CRM, once.
pub(crate) fn enter_link(crm: &Crm, ticket: &EnterTicket) -> EnterLink {
    // EXPOSE: the link is what the caller opens elsewhere.
    let secret = ticket.token.secret().expose();
    EnterLink {
        url: format!("{}enter#ticket={secret}", crm.home_path()),
        valid_s: u32::try_from(ENTER_TICKET_LIFE.as_secs()).unwrap_or(0),
    }
}

/// One CRM of an account's list.
pub(crate) fn listed(row: Listed, base: &BaseUrl) -> PortalCrm {
    PortalCrm {
        id: row.crm.scope().crm_id().to_owned(),
        crm: crm(&row.crm, base),
        role: role(row.role),
        status: crm_status(row.crm.status),
        balance: row.balance.map(money),
        last_opened_at: row.last_opened_at.map(instant),
        delete_at: row.delete_at.map(instant),
        can_enter: row.can_enter,
        can_delete: row.is_owner,
        kept_because: row.kept.map(|kept| match kept {
            Kept::Owned => KeptBecause::Owned,
            Kept::OnlyPassword => KeptBecause::OnlyPassword,
        }),
    }
}

/// Where a CRM is in its life.
const fn crm_status(status: CrmStatus) -> api::CrmStatus {
    match status {
        CrmStatus::Active => api::CrmStatus::Active,
        CrmStatus::SuspendedBilling => api::CrmStatus::SuspendedBilling,
        CrmStatus::DeletionScheduled => api::CrmStatus::DeletionScheduled,
        CrmStatus::Purging => api::CrmStatus::Purging,
    }
}

/// A list to select from.
pub(crate) fn selection(choices: Vec<Choice>, base: &BaseUrl) -> SelectionResponse {
    let choices = choices.into_iter().map(|choice| choice_view(choice, base));
    SelectionResponse {
        choices: choices.collect(),
    }
}

fn choice_view(choice: Choice, base: &BaseUrl) -> SignInChoice {
    let closed = choice
        .crm
        .as_ref()
        .filter(|_| !choice.is_open)
        .map(|crm| match crm.status {
            CrmStatus::Active | CrmStatus::SuspendedBilling => ErrorCode::CrmSuspended,
            CrmStatus::DeletionScheduled | CrmStatus::Purging => ErrorCode::CrmScheduledForDeletion,
        });
    SignInChoice {
        id: choice.id,
        crm: choice.crm.as_ref().map(|found| crm(found, base)),
        role: choice.role.map(role),
        display_name: choice.display_name,
        last_opened_at: choice.last_opened_at.map(instant),
        disabled_reason: closed,
        needs_second_factor: choice.needs_second_factor,
        is_used: choice.is_used,
    }
}

/// Providers that somebody may sign in by.
pub(crate) fn sso_offers(offers: Vec<Offer>, base: &BaseUrl) -> Vec<SsoOffer> {
    let view = |offer| sso_offer(offer, base);
    offers.into_iter().map(view).collect()
}

/// One of them.
pub(crate) fn sso_offer(offer: Offer, base: &BaseUrl) -> SsoOffer {
    SsoOffer {
        id: offer.id,
        label: offer.label,
        crm: offer.crm.as_ref().map(|found| crm(found, base)),
    }
}

/// A provider as admins see it.
pub(crate) fn sso_provider(row: ProviderView, base: &BaseUrl) -> SsoProvider {
    let domain = |domain: DomainView| SsoDomain {
        record: sso::proof_record(&domain.domain),
        value: row.proof.clone(),
        proven_at: domain.proven_at.map(instant),
        domain: domain.domain,
    };
    SsoProvider {
        backchannel_logout_uri: backchannel_uri(base, &row.id),
        domains: row.domains.into_iter().map(domain).collect(),
        id: row.id,
        issuer: row.issuer,
        client_id: row.client_id,
        has_client_secret: row.has_secret,
        label: row.label,
        jit: row.jit,
        satisfies_2fa: row.satisfies_second_factor,
        acr_values: row.acr_values,
        required: row.required,
        enabled: row.enabled,
        linked: row.linked,
        version: row.version,
    }
}

/// What an admin filled in.
pub(crate) fn sso_provider_input(body: &SsoProviderRequest) -> ProviderInput<'_> {
    ProviderInput {
        issuer: &body.issuer,
        client_id: &body.client_id,
        client_secret: body.client_secret.as_ref(),
        label: &body.label,
        domains: &body.domains,
        jit: body.jit,
        satisfies_second_factor: body.satisfies_2fa,
        acr_values: &body.acr_values,
        required: body.required,
        enabled: body.enabled,
    }
}

/// What would have come of somebody, by its name.
pub(crate) const fn sso_trial(trial: sso::Trial) -> SsoTrial {
    match trial {
        sso::Trial::Opens => SsoTrial::Opens,
        sso::Trial::Connects => SsoTrial::Connects,
        sso::Trial::Joins => SsoTrial::Joins,
        sso::Trial::NeedsConnection => SsoTrial::NeedsConnection,
        sso::Trial::Nobody => SsoTrial::Nobody,
        sso::Trial::Unverified => SsoTrial::Unverified,
    }
}

/// Providers that recognise somebody, and those that could.
pub(crate) fn identity_links(
    links: Vec<sso::IdentityLink>,
    offers: Vec<Offer>,
    base: &BaseUrl,
) -> IdentityLinksResponse {
    let is_new = |offer: &Offer| links.iter().all(|link| link.provider_id != offer.id);
    let offers = sso_offers(offers.into_iter().filter(is_new).collect(), base);
    let items = links.into_iter().map(|link| IdentityLink {
        id: link.id,
        provider_id: link.provider_id,
        label: link.label,
        email: link.email,
        linked_at: instant(link.linked_at),
    });
    IdentityLinksResponse {
        items: items.collect(),
        offers,
    }
}

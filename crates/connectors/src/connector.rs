//! One connector: a preset, and what the account's server says of itself.

use std::sync::OnceLock;

use domain::{AddressError, Candidate, CrmAddress, address};
use url::Url;

use crate::{
    AddressTemplate, DesktopDocument, Evidence, Kind, Status,
    hosts::HostPattern,
    preset::Preset,
    template::{self, Values},
};

/// What the client knows of one kind of CRM.
#[derive(Debug, Clone)]
pub struct Connector {
    pub(crate) preset: Preset,
    pub(crate) document: Option<DesktopDocument>,
    evidence: OnceLock<Vec<Evidence>>,
}

impl Connector {
    pub(crate) const fn from_preset(preset: Preset) -> Self {
        Self {
            preset,
            document: None,
            evidence: OnceLock::new(),
        }
    }

    /// The permanent id (`odoo`), which accounts refer to.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.preset.id
    }

    /// The product's name, as its vendor writes it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.preset.name
    }

    /// Where it runs.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.preset.kind
    }

    /// The name of the bundled icon, or `favicon`.
    #[must_use]
    pub fn icon(&self) -> &str {
        &self.preset.icon
    }

    /// The product's colour as `#RRGGBB`; empty when there is none.
    #[must_use]
    pub fn colour(&self) -> &str {
        &self.preset.colour
    }

    /// Whether its facts were read in source or documentation.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.preset.status
    }

    /// Whether it is offered on the first start.
    #[must_use]
    pub const fn is_tile(&self) -> bool {
        self.preset.tile
    }

    /// Ways to write its address, the most usual first.
    #[must_use]
    pub fn address_templates(&self) -> &[AddressTemplate] {
        &self.preset.addresses
    }

    /// What backs each fact.
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        self.evidence.get_or_init(|| {
            let facts = self.preset.evidence.iter();
            facts
                .map(|(fact, source)| Evidence {
                    fact: fact.clone(),
                    source: source.clone(),
                })
                .collect()
        })
    }

    /// This connector with what the account's own server says; its word goes before the preset's.
    #[must_use]
    pub fn with_document(&self, document: DesktopDocument) -> Self {
        Self {
            document: Some(document),
            ..self.clone()
        }
    }

    /// The server's own description, if there is one.
    #[must_use]
    pub const fn document(&self) -> Option<&DesktopDocument> {
        self.document.as_ref()
    }

    /// Addresses to try for what a person typed at this connector's tile: a bare name fills the
    /// templates; a whole address is taken as it is; nothing at all gives the fixed address of a
    /// CRM that has only one.
    ///
    /// # Errors
    /// [`AddressError`], when no address can be made of it.
    pub fn addresses(&self, typed: &str) -> Result<Vec<Url>, AddressError> {
        self.candidate(typed)
            .map(|candidate| candidate.urls().to_vec())
    }

    /// The same as [`addresses`](Self::addresses), in the form that probing takes.
    ///
    /// # Errors
    /// [`AddressError`], when no address can be made of it.
    pub fn candidate(&self, typed: &str) -> Result<Candidate, AddressError> {
        let typed = match address::parse(typed) {
            Err(AddressError::Empty) => {
                let fixed = self.fixed_addresses();
                return if fixed.is_empty() {
                    Err(AddressError::Empty)
                } else {
                    Ok(Candidate::from_urls(fixed))
                };
            }
            typed => typed?,
        };
        let Some(name) = typed.name() else {
            return Ok(typed);
        };
        let made: Vec<Url> = self
            .preset
            .addresses
            .iter()
            .flat_map(|template| template::addresses_of(template, name))
            .collect();
        if made.is_empty() {
            return Ok(typed);
        }
        Ok(Candidate::from_urls(made))
    }

    fn fixed_addresses(&self) -> Vec<Url> {
        let templates = self
            .preset
            .addresses
            .iter()
            .map(|address| &address.template);
        templates
            .filter(|text| !text.contains('{'))
            .filter_map(|text| text.parse().ok())
            .collect()
    }

    /// The CRM's base in a page's address: without sign-in pages, file names, and the path ends
    /// that the preset names.
    ///
    /// # Errors
    /// [`AddressError`] when it isn't http or https.
    pub fn base_of(&self, page: &Url) -> Result<CrmAddress, AddressError> {
        if let Some(own) = self
            .document
            .as_ref()
            .and_then(DesktopDocument::crm_address)
        {
            return Ok(own);
        }
        let base = CrmAddress::from_page(page)?;
        let strips = self
            .preset
            .addresses
            .iter()
            .flat_map(|address| &address.strip);
        for strip in strips {
            if let Some(kept) = base.prefix().strip_suffix(strip.as_str()) {
                let mut shorter = base.home().clone();
                shorter.set_path(kept);
                return CrmAddress::from_base(&shorter);
            }
        }
        Ok(base)
    }

    /// Host patterns with this account's values filled in; those without a value are left out.
    pub(crate) fn host_patterns(
        &self,
        templates: &[String],
        home: &CrmAddress,
    ) -> Vec<HostPattern> {
        let values = self.values(home);
        let base = home.home().host_str().unwrap_or_default().to_owned();
        templates
            .iter()
            .filter_map(|text| match text.as_str() {
                "{base}" => Some(HostPattern::Exact(base.clone())),
                text => {
                    template::fill(text, &values).and_then(|text| HostPattern::parse(&text).ok())
                }
            })
            .collect()
    }

    fn values(&self, home: &CrmAddress) -> Values {
        let host = home.home().host_str().unwrap_or_default();
        let mut templates = self.preset.addresses.iter();
        templates
            .find_map(|address| template::bind(&address.template, host))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::{find, generic};

    fn addresses(id: &str, typed: &str) -> Vec<String> {
        match find(id).unwrap().addresses(typed) {
            Ok(urls) => urls.into_iter().map(String::from).collect(),
            Err(error) => vec![error.code().to_owned()],
        }
    }

    #[test]
    fn a_bare_name_fills_the_vendors_address() {
        assert_eq!(addresses("keycrm", "Acme"), ["https://acme.keycrm.app/"]);
        assert_eq!(
            addresses("bitrix24", "acme")[0],
            "https://acme.bitrix24.com/"
        );
        assert!(addresses("bitrix24", "acme").contains(&"https://acme.bitrix24.ua/".to_owned()));
    }

    #[test]
    fn a_whole_address_is_taken_as_it_is() {
        assert_eq!(
            addresses("bitrix24", "crm.acme.example/x"),
            ["https://crm.acme.example/x"]
        );
        assert_eq!(addresses("odoo", "127.0.0.1:8069").len(), 2);
    }

    #[test]
    fn a_crm_with_one_address_needs_no_typing() {
        assert_eq!(addresses("highlevel", ""), ["https://app.gohighlevel.com/"]);
        assert_eq!(addresses("odoo", ""), ["address_empty"]);
    }

    #[test]
    fn a_name_is_a_host_where_no_template_takes_names() {
        assert_eq!(addresses("espocrm", "acme"), ["https://acme/"]);
        assert_eq!(
            addresses("espocrm", "javascript:alert(1)"),
            ["address_scheme_refused"]
        );
    }

    #[test]
    fn the_base_leaves_out_the_products_own_pages() {
        for (id, page, base) in [
            (
                "odoo",
                "https://erp.example/web/login",
                "https://erp.example",
            ),
            ("odoo", "https://erp.example/web", "https://erp.example"),
            (
                "odoo",
                "https://erp.example/shop",
                "https://erp.example/shop",
            ),
            (
                "espocrm",
                "https://host.example/espo/",
                "https://host.example/espo",
            ),
        ] {
            let found = find(id).unwrap().base_of(&page.parse().unwrap()).unwrap();
            assert_eq!(found.as_str(), base, "{id} at {page}");
        }
        let page = "https://host.example/crm/login?x=1".parse().unwrap();
        assert_eq!(
            generic().base_of(&page).unwrap().as_str(),
            "https://host.example/crm"
        );
    }
}

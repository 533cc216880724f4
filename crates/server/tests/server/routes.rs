//! Every operation that the OpenAPI document describes: what tests walk that are about all of them.

use std::fmt;

use reqwest::Method;
use serde_json::Value;

use crate::harness::Server;

/// One operation.
pub(crate) struct Route {
    pub(crate) method: Method,
    /// With its parameters by name, as `/api/v1/c/{crm}/users/{id}`.
    pub(crate) path: String,
    described: Value,
}

impl Route {
    pub(crate) async fn all(server: &Server) -> Vec<Self> {
        let document = server.get("/api/v1/openapi.json").await.json();
        let paths = document["paths"].as_object().expect("paths");
        let operations = paths.iter().flat_map(|(path, operations)| {
            let operations = operations.as_object().expect("operations");
            operations.iter().map(move |(method, described)| Self {
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                described: described.clone(),
            })
        });
        let routes: Vec<_> = operations.collect();
        assert!(routes.len() > 150, "all are found: {}", routes.len());
        routes
    }

    /// Its path, with something in place of each parameter.
    pub(crate) fn at(&self, fill: impl Fn(&str) -> String) -> String {
        let parts = self.path.split('/');
        let filled = parts.map(|part| name(part).map_or_else(|| part.to_owned(), &fill));
        filled.collect::<Vec<_>>().join("/")
    }

    /// The last parameter of its path.
    pub(crate) fn last_parameter(&self) -> Option<&str> {
        self.path.split('/').filter_map(name).next_back()
    }

    /// The names of its other parameters in this place that a call can't leave out.
    pub(crate) fn required<'a>(&'a self, place: &'a str) -> impl Iterator<Item = &'a str> {
        let parameters = self.described["parameters"].as_array();
        let parameters = parameters.into_iter().flatten();
        parameters
            .filter(move |parameter| parameter["in"] == place && parameter["required"] == true)
            .map(|parameter| parameter["name"].as_str().expect("a name"))
    }

    /// The media type of what it's sent, if it's sent anything.
    pub(crate) fn takes(&self) -> Option<&str> {
        let types = self.described["requestBody"]["content"].as_object()?;
        types.keys().next().map(String::as_str)
    }

    pub(crate) fn is_unsafe(&self) -> bool {
        self.method != Method::GET
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// The name of a parameter, if a part of a path is one.
fn name(part: &str) -> Option<&str> {
    part.strip_prefix('{')?.strip_suffix('}')
}

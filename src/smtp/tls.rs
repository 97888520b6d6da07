//! Whom to believe when a server shows a certificate.
//!
//! TLS 1.2 or 1.3, the certificate checked against the server's name or IP address, always: there
//! is no way to switch a check off.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::failure::Cause;

/// The certificate authorities that are believed. Made once and shared by all connections.
pub struct Trust {
    source: Source,
    config: OnceLock<Result<Arc<ClientConfig>, Cause>>,
}

enum Source {
    System,
    /// The system's, and these.
    And(Vec<CertificateDer<'static>>),
    Roots(RootCertStore),
}

/// A file of certificate authorities that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// It has no certificate in the form that is read.
    #[error("there is no certificate in it in PEM form (\"-----BEGIN CERTIFICATE-----\")")]
    Empty,
    /// One of its certificates cannot be read.
    #[error("a certificate in it cannot be read")]
    Damaged,
}

impl Trust {
    /// The authorities this machine trusts. They are read when first needed, so a trial on loopback
    /// works on a machine without any.
    pub fn system() -> Self {
        Self { source: Source::System, config: OnceLock::new() }
    }

    /// The authorities this machine trusts, and those of a file in PEM form (RFC 7468).
    pub fn with_authorities(pem: &[u8]) -> Result<Self, AuthorityError> {
        let certificates: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().map_err(|_| AuthorityError::Damaged)?;
        if certificates.is_empty() {
            return Err(AuthorityError::Empty);
        }
        let mut store = RootCertStore::empty();
        if certificates.iter().any(|certificate| store.add(certificate.clone()).is_err()) {
            return Err(AuthorityError::Damaged);
        }
        Ok(Self { source: Source::And(certificates), config: OnceLock::new() })
    }

    /// These authorities and no others.
    pub fn roots(roots: RootCertStore) -> Self {
        Self { source: Source::Roots(roots), config: OnceLock::new() }
    }

    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, Cause> {
        self.config.get_or_init(|| self.source.config()).clone()
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.source {
            Source::System => "Trust::system()",
            Source::And(_) => "Trust::with_authorities(..)",
            Source::Roots(_) => "Trust::roots(..)",
        })
    }
}

impl Source {
    fn config(&self) -> Result<Arc<ClientConfig>, Cause> {
        let roots = match self {
            Self::System => system_roots()?,
            Self::And(own) => {
                // A machine without authorities of its own has these.
                let mut roots = system_roots().unwrap_or_else(|_| RootCertStore::empty());
                roots.add_parsable_certificates(own.iter().cloned());
                roots
            }
            Self::Roots(roots) => roots.clone(),
        };
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Cause::from(&error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Arc::new(config))
    }
}

fn system_roots() -> Result<RootCertStore, Cause> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    // Lists of authorities commonly hold a few entries that no modern library reads.
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let reason = found.errors.first().map_or_else(|| "the list is empty".to_owned(), ToString::to_string);
        return Err(Cause::NoRoots(reason));
    }
    Ok(roots)
}

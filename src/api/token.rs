//! Access tokens: JWT, signed with HS256 by ring.

use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation,
    crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind, Result},
};
use ring::hmac;
use signature::{Signer, Verifier};

use crate::{
    clock::Timestamp,
    domain::{KeyId, Scopes, ShopId, TelegramId},
    service::api_tokens::{ACCESS, Bearer},
};

/// What a key's token has as its subject, before the id.
const KEY: &str = "key:";

/// What an access token says.
#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Claims {
    /// The Telegram id of a member of the staff; `key:` and the id of a key.
    sub: String,
    /// The shop.
    pub(super) shop: i64,
    /// The role of a member of the staff when it was issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// What it may do.
    scopes: String,
    /// When it was issued, in seconds since 1970.
    iat: i64,
    /// When it ends.
    exp: i64,
}

/// Who holds a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// A member of the staff.
    Staff(TelegramId),
    /// A key.
    Key(KeyId),
}

/// A new access token.
pub(super) fn sign(secret: &str, shop: ShopId, bearer: &Bearer, at: Timestamp) -> Result<String> {
    install();
    let (sub, role, scopes) = match bearer {
        Bearer::Staff(person, role) => (person.to_string(), Some(role.to_string()), Scopes::of_role(*role)),
        Bearer::Key(key) => (format!("{KEY}{}", key.key_id), None, key.scopes),
    };
    let claims =
        Claims { sub, shop: shop.0, role, scopes: scopes.to_string(), iat: at.seconds(), exp: (at + ACCESS).seconds() };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(secret.as_bytes())?)
}

/// The claims of a token that is valid at a moment.
pub(super) fn verify(secret: &str, token: &str, at: Timestamp) -> Result<Claims> {
    install();
    let mut validation = Validation::new(Algorithm::HS256);
    // The moment is an argument.
    validation.validate_exp = false;
    let key = DecodingKey::from_secret(secret.as_bytes())?;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)?.claims;
    if claims.exp <= at.seconds() {
        return Err(ErrorKind::ExpiredSignature.into());
    }
    Ok(claims)
}

impl Claims {
    /// Who holds it.
    pub(super) fn subject(&self) -> Option<Subject> {
        match self.sub.strip_prefix(KEY) {
            Some(id) => id.parse().ok().map(Subject::Key),
            None => self.sub.parse().ok().map(Subject::Staff),
        }
    }

    /// When it ends.
    pub(super) const fn ends_at(&self) -> Timestamp {
        Timestamp::from_seconds(self.exp)
    }

    /// What it may do.
    pub(super) fn scopes(&self) -> Scopes {
        self.scopes.parse().unwrap_or_default()
    }
}

/// HS256 by ring; nothing else is signed or accepted.
struct Hs256(hmac::Key);

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, signature::Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        // In constant time.
        hmac::verify(&self.0, message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| Ok(Box::new(hs256(*algorithm, key.as_bytes())?)),
    verifier_factory: |algorithm, key| Ok(Box::new(hs256(*algorithm, key.try_get_as_bytes()?)?)),
    key_utils: KeyUtils::new_unimplemented(),
};

fn hs256(algorithm: Algorithm, secret: &[u8]) -> Result<Hs256> {
    if algorithm != Algorithm::HS256 {
        return Err(Error::from(ErrorKind::InvalidAlgorithm));
    }
    Ok(Hs256(hmac::Key::new(hmac::HMAC_SHA256, secret)))
}

/// Makes ring the signer of the process; only the first call does.
fn install() {
    if CryptoProvider::try_get_default().is_none() {
        // Another thread may have been faster, with the same one.
        let _ = PROVIDER.install_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    const SECRET: &str = "a secret of the shop";
    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);

    fn token() -> String {
        sign(SECRET, ShopId(5), &Bearer::Staff(TelegramId(7), Role::Cashier), NOW).unwrap()
    }

    #[test]
    fn a_token_says_who_holds_it() {
        let claims = verify(SECRET, &token(), NOW).unwrap();
        assert_eq!(claims.subject(), Some(Subject::Staff(TelegramId(7))));
        assert_eq!((claims.shop, claims.scopes()), (5, Scopes::of_role(Role::Cashier)));
    }

    #[test]
    fn an_old_or_changed_token_or_one_of_another_secret_is_refused() {
        assert!(verify(SECRET, &token(), NOW + ACCESS).is_err(), "expired");
        assert!(verify("another", &token(), NOW).is_err(), "another shop's");
        let mut parts: Vec<String> = token().split('.').map(str::to_owned).collect();
        let owner = sign(SECRET, ShopId(5), &Bearer::Staff(TelegramId(7), Role::Owner), NOW).unwrap();
        parts[1] = owner.split('.').nth(1).unwrap().to_owned();
        assert!(verify(SECRET, &parts.join("."), NOW).is_err(), "changed");
    }

    #[test]
    fn no_other_algorithm_is_accepted() {
        // {"alg":"none"} and {"alg":"HS512"}, with the claims and the signature of a valid one.
        let token = token();
        let rest = token.split_once('.').unwrap().1;
        for header in ["eyJhbGciOiJub25lIn0", "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9"] {
            assert!(verify(SECRET, &format!("{header}.{rest}"), NOW).is_err(), "{header}");
        }
        assert!(verify(SECRET, rest, NOW).is_err());
    }
}

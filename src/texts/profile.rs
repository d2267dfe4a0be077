//! The profile, the settings, the shop.

use super::messages;

messages! {}

//! Inviting friends.

use super::messages;

messages! {}

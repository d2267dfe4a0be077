//! The balance and the card.

use super::messages;

messages! {}

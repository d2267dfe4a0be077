//! Staff: points and debts by hand.

use super::messages;

messages! {}

//! Staff: the team and its roles.

use super::messages;

messages! {}

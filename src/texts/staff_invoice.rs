//! Staff: issuing an invoice.

use super::messages;

messages! {}

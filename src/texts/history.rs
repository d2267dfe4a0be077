//! The history of points, and invoices.

use super::messages;

messages! {}

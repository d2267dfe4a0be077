//! Staff: finding and registering customers.

use super::messages;

messages! {}

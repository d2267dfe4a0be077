//! Why something was not done.

use super::messages;

messages! {}

//! Tests that no points are lost or created: random histories compared with a model of the rules, and concurrent requests for
//! the same points.

mod action;
mod histories;
mod model;
mod parallel;
mod races;
mod rows;
mod harness;

//! Groups of customers, and the money of customers, as the back office moves them, for tests.

use kopilka::{
    domain::{GroupId, Money, Rate, Role},
    service::{
        self, Operation,
        accounts::{self, Moved},
        customers::Customer,
        groups::{self, GroupChanges},
        profiles::{self, ProfileChanges},
    },
};

use crate::shop::{Shop, finish, money};

/// A share of an invoice of any sum.
pub(crate) fn terms(discount_bp: i64) -> GroupChanges {
    terms_from(discount_bp, 0)
}

/// As [`terms`], of an invoice that comes to this before the discount.
pub(crate) fn terms_from(discount_bp: i64, min_purchase: i64) -> GroupChanges {
    GroupChanges {
        discount: Some(Rate::from_bp(discount_bp)),
        min_purchase: Some(money(min_purchase)),
        ..GroupChanges::default()
    }
}

impl Shop {
    pub(crate) async fn adds_group(&self, name: &str, terms: &GroupChanges) -> GroupId {
        self.adds_group_under(&self.staff(Role::Manager), name, terms).await.unwrap()
    }

    pub(crate) async fn adds_group_under(
        &self,
        operation: &Operation,
        name: &str,
        terms: &GroupChanges,
    ) -> service::Result<GroupId> {
        let mut tx = self.begin().await;
        let new = GroupChanges { name: Some(name.to_owned()), ..terms.clone() };
        let added = groups::add(&mut tx, operation, &new).await;
        finish(tx, added.map(|group| group.group_id)).await
    }

    pub(crate) async fn changes_group(&self, group: GroupId, changes: &GroupChanges) {
        self.changes_group_under(&self.staff(Role::Manager), group, changes).await.unwrap();
    }

    pub(crate) async fn changes_group_under(
        &self,
        operation: &Operation,
        group: GroupId,
        changes: &GroupChanges,
    ) -> service::Result<()> {
        let mut tx = self.begin().await;
        let changed = groups::change(&mut tx, operation, group, changes).await;
        finish(tx, changed.map(|_| ())).await
    }

    /// Puts a customer into a group; `None`: takes them out of theirs.
    pub(crate) async fn puts_into(&self, customer: &Customer, group: Option<GroupId>) {
        let changes = ProfileChanges { group: Some(group), ..ProfileChanges::default() };
        self.changes_profile_under(&self.staff(Role::Manager), customer, &changes).await.unwrap();
    }

    pub(crate) async fn changes_profile_under(
        &self,
        operation: &Operation,
        customer: &Customer,
        changes: &ProfileChanges,
    ) -> service::Result<()> {
        let mut tx = self.begin().await;
        let changed = profiles::change(&mut tx, operation, customer.customer_id, changes).await;
        finish(tx, changed.map(|_| ())).await
    }

    pub(crate) async fn deposits_under(
        &self,
        operation: &Operation,
        customer: &Customer,
        minor: i64,
    ) -> service::Result<Moved> {
        let mut tx = self.begin().await;
        let amount = Money::from_minor(minor);
        let moved = accounts::deposit(&mut tx, operation, customer.customer_id, amount, "случай").await;
        finish(tx, moved).await
    }

    pub(crate) async fn charges_under(
        &self,
        operation: &Operation,
        customer: &Customer,
        minor: i64,
    ) -> service::Result<Moved> {
        let mut tx = self.begin().await;
        let amount = Money::from_minor(minor);
        let moved = accounts::charge(&mut tx, operation, customer.customer_id, amount, "случай").await;
        finish(tx, moved).await
    }
}

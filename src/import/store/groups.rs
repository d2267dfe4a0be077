//! Stores the groups of customers, and who is in them.

use std::collections::HashMap;

use crate::{
    domain::{CustomerId, GroupId, GroupRule, Money},
    import::{
        error::ImportError,
        findings::{FindingKind, Findings, JsonPath},
        format::GROUPS,
        read::groups::GroupRecord,
    },
    storage::{Tx, group_rules, groups, profiles::ProfileFields},
};

/// How many groups are read at once.
const PAGE: i64 = 1_000;

/// The groups of the shop by name, and the customers whose group the file has not named yet.
#[derive(Default)]
pub(super) struct Groups {
    ids: HashMap<String, GroupId>,
    waiting: Vec<(CustomerId, String, String, bool)>,
    /// The rules that are here before the import: they stay. `None`: those of the file are taken.
    rules: Option<Vec<GroupRule>>,
}

impl Groups {
    /// The groups that are here before the import.
    pub(super) async fn of(tx: &mut Tx) -> Result<Self, ImportError> {
        let mut ids = HashMap::new();
        for offset in (0..).step_by(usize::try_from(PAGE).unwrap_or(usize::MAX)) {
            let page = groups::list(tx, PAGE, offset).await?;
            let is_last = page.is_empty();
            ids.extend(page.into_iter().map(|group| (group.name, group.group_id)));
            if is_last {
                break;
            }
        }
        Ok(Self { ids, waiting: Vec::new(), rules: group_rules::stored(tx).await? })
    }

    /// Adds the groups of the file. One whose name is here stays as it is.
    pub(super) async fn store(
        &mut self,
        tx: &mut Tx,
        records: Vec<GroupRecord>,
        findings: &mut Findings,
    ) -> Result<u64, ImportError> {
        let mut added = 0;
        for (index, GroupRecord { content, turnover_from, created_at, updated_at }) in records.into_iter().enumerate() {
            if let Some(id) = self.ids.get(&content.name).copied() {
                added += u64::from(self.store_rule(tx, id, turnover_from, index, findings).await?);
                let here = groups::by_id(tx, id).await?;
                if here.is_some_and(|here| here.content() != content) {
                    let message = "a group of this name is here and differs; it stays as it is";
                    let path = JsonPath::Key(GROUPS);
                    findings.add(&JsonPath::Item(&path, index).finding(FindingKind::GroupKept, message))?;
                }
                continue;
            }
            if let Some(id) = groups::insert(tx, &content, created_at).await? {
                groups::update(tx, id, &content, updated_at).await?;
                self.ids.insert(content.name, id);
                self.store_rule(tx, id, turnover_from, index, findings).await?;
                added += 1;
            }
        }
        Ok(added)
    }

    /// Adds the rule of a group, where the shop had no rules before; true where it did.
    async fn store_rule(
        &self,
        tx: &mut Tx,
        group: GroupId,
        from: Option<Money>,
        index: usize,
        findings: &mut Findings,
    ) -> Result<bool, ImportError> {
        let Some(from) = from else { return Ok(false) };
        let rule = GroupRule { group, from };
        match &self.rules {
            None => group_rules::insert(tx, rule).await?,
            Some(here) if here.contains(&rule) => return Ok(false),
            Some(_) => {
                let message = "the shop has rules of its own, which stay; this turnover is not taken";
                let path = JsonPath::Key(GROUPS);
                let item = JsonPath::Item(&path, index);
                let field = JsonPath::Field(&item, "turnover_from");
                findings.add(&field.finding(FindingKind::GroupKept, message))?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The group of a customer; one that the file names only later is linked at the end.
    pub(super) fn of_customer(&mut self, customer: CustomerId, key: &str, profile: &ProfileFields) -> Option<GroupId> {
        let name = profile.group_name.as_deref()?;
        let known = self.ids.get(name).copied();
        if known.is_none() {
            self.waiting.push((customer, key.to_owned(), name.to_owned(), profile.group_by_rule));
        }
        known
    }

    /// Links the customers whose groups came after them.
    pub(super) async fn finish(self, tx: &mut Tx, findings: &mut Findings) -> Result<(), ImportError> {
        for (customer, key, name, is_by_rule) in self.waiting {
            if let Some(group) = self.ids.get(&name) {
                groups::set_member(tx, customer, *group, is_by_rule).await?;
                continue;
            }
            let message = format!("there is no group {name:?}; the customer is imported without a group");
            let path = JsonPath::Key(&key);
            findings.add(&JsonPath::Field(&path, "group").finding(FindingKind::UnknownGroup, message))?;
        }
        Ok(())
    }
}

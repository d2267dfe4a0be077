//! Who may do what: the permissions, and the roles that grant them.

super::words! {
    /// One thing that is allowed or not. Services require permissions; commands, buttons and gates name them.
    Permission {
        /// Finds customers and sees what they have.
        SeeCustomers = "see_customers",
        /// Registers a customer by phone.
        RegisterCustomer = "register_customer",
        /// Completes what is known of a customer: name, contacts, birthday, company.
        CompleteCustomer = "complete_customer",
        /// Quotes a sale, asks for consent to it, issues its invoice; writes points and money off at a till.
        IssueInvoice = "issue_invoice",
        /// Reserves points for a sale, captures and releases them.
        HoldPoints = "hold_points",
        /// Takes the payment of a debt.
        RepayDebt = "repay_debt",
        /// Undoes an invoice that the same actor issued a short time ago.
        UndoInvoice = "undo_invoice",
        /// Gives and takes points, with a reason.
        AdjustPoints = "adjust_points",
        /// Notes that a customer owes more.
        AddDebt = "add_debt",
        /// Adds customers and groups, and changes all that is kept of them: group, notes, credit limit; blocks them.
        ChangeCustomers = "change_customers",
        /// Takes money in for a customer, and charges it.
        MoveMoney = "move_money",
        /// Refunds any invoice, in part or whole.
        RefundInvoice = "refund_invoice",
        /// Gives a customer a coupon.
        GiveCoupon = "give_coupon",
        /// Finds parcels and sees where they are.
        SeeParcels = "see_parcels",
        /// Adds parcels and changes them; gives customers the codes that other systems have for them.
        ChangeParcels = "change_parcels",
        /// Sees bills, their payments, packages and how customers can pay.
        SeeBills = "see_bills",
        /// Makes bills, payments and packages.
        MakeBills = "make_bills",
        /// Changes and deletes them.
        ChangeBills = "change_bills",
        /// Moves a customer's card to another Telegram account of the same phone number.
        MoveCard = "move_card",
        /// Changes the settings of the program.
        ChangeProgram = "change_program",
        /// Appoints and dismisses staff.
        AppointStaff = "appoint_staff",
        /// Makes, replaces and revokes the keys of the HTTP APIs, and the webhooks to which events are sent.
        ManageKeys = "manage_keys",
    }
}

super::words! {
    /// What a member of the staff is.
    Role {
        /// Sells at the till.
        Cashier = "cashier",
        /// Also corrects: points, debts, refunds.
        Manager = "manager",
        /// Also decides on the program and on the staff.
        Owner = "owner",
    }
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u64);

impl Permissions {
    /// These permissions and no others.
    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut place = 0;
        while place < permissions.len() {
            bits |= 1 << permissions[place] as u64;
            place += 1;
        }
        Self(bits)
    }

    /// All that are in either set.
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Is this one among them?
    pub const fn contain(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u64) != 0
    }
}

const CASHIER: Permissions = Permissions::of(&[
    Permission::SeeCustomers,
    Permission::RegisterCustomer,
    Permission::CompleteCustomer,
    Permission::IssueInvoice,
    Permission::HoldPoints,
    Permission::RepayDebt,
    Permission::UndoInvoice,
    Permission::SeeBills,
]);

const MANAGER: Permissions = CASHIER.and(Permissions::of(&[
    Permission::AdjustPoints,
    Permission::AddDebt,
    Permission::ChangeCustomers,
    Permission::MoveMoney,
    Permission::RefundInvoice,
    Permission::GiveCoupon,
    Permission::SeeParcels,
    Permission::ChangeParcels,
    Permission::MakeBills,
    Permission::ChangeBills,
    Permission::MoveCard,
]));

const OWNER: Permissions =
    MANAGER.and(Permissions::of(&[Permission::ChangeProgram, Permission::AppointStaff, Permission::ManageKeys]));

impl Role {
    /// The table of roles: what each may do. Nothing else follows from a role.
    pub const fn permissions(self) -> Permissions {
        match self {
            Self::Cashier => CASHIER,
            Self::Manager => MANAGER,
            Self::Owner => OWNER,
        }
    }

    /// Does the role grant this permission?
    pub const fn allows(self, permission: Permission) -> bool {
        self.permissions().contain(permission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_its_permissions_and_no_others() {
        for permission in Permission::ALL {
            let alone = Permissions::of(&[*permission]);
            let found: Vec<&Permission> = Permission::ALL.iter().filter(|other| alone.contain(**other)).collect();
            assert_eq!(found, [permission]);
        }
        assert_eq!(Permission::ALL.iter().filter(|one| Permissions::default().contain(**one)).count(), 0);
    }

    #[test]
    fn each_role_may_what_the_contract_says() {
        let of_managers = [
            Permission::AdjustPoints,
            Permission::AddDebt,
            Permission::ChangeCustomers,
            Permission::MoveMoney,
            Permission::RefundInvoice,
            Permission::GiveCoupon,
            Permission::SeeParcels,
            Permission::ChangeParcels,
            Permission::MakeBills,
            Permission::ChangeBills,
            Permission::MoveCard,
        ];
        let of_owners = [Permission::ChangeProgram, Permission::AppointStaff, Permission::ManageKeys];
        for permission in Permission::ALL {
            let is_managers = of_managers.contains(permission);
            let is_owners = of_owners.contains(permission);
            assert_eq!(Role::Cashier.allows(*permission), !is_managers && !is_owners, "{permission}");
            assert_eq!(Role::Manager.allows(*permission), !is_owners, "{permission}");
            assert!(Role::Owner.allows(*permission), "{permission}");
        }
    }
}

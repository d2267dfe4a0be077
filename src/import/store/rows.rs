//! The rows that an import inserts.

use crate::{
    clock::Timestamp,
    domain::{ActorRef, CouponId, CustomerId, GroupId, InvoiceId, OperationId, RefundId},
    import::read::record::{
        CouponRecord, CustomerRecord, InvoiceRecord, ParsedCustomer, RefundRecord, is_standing, sum_of,
    },
    storage::bulk::{self, CouponRow, CustomerRow, InvoiceCouponRow, InvoiceRow, LineRow, RefundLineRow, RefundRow},
};

/// The row of a customer.
pub(super) fn customer(
    customer_id: CustomerId,
    parsed: &ParsedCustomer,
    record: &CustomerRecord,
    group_id: Option<GroupId>,
    now: Timestamp,
) -> CustomerRow {
    let joined_at = record.joined_at.unwrap_or(now);
    let mut legacy = record.legacy.clone();
    if record.visited_at.is_none() {
        legacy.visited_at = Some(joined_at.0);
    }
    let profile = record.profile.clone();
    CustomerRow {
        customer_id,
        code: bulk::code_text(&record.code),
        telegram_id: parsed.telegram_id,
        first_name: record.first_name.clone(),
        last_name: record.last_name.clone(),
        username: record.username.clone(),
        photo_url: record.photo_url.clone(),
        is_premium: record.is_premium,
        phone: parsed.phone.clone(),
        email: record.email.clone(),
        outside_key: record.outside_code.as_ref().map(|code| code.key().to_owned()),
        outside_code: record.outside_code.clone(),
        mutes_parcels: record.mutes_parcels,
        language: record.language,
        telegram_language: record.telegram_language.clone(),
        referrer_id: None,
        named_referrer: None,
        named_card: record.merged_into.clone(),
        referred_at: record.referred_at,
        has_purchased: record.has_purchased,
        purchased_elsewhere: record.has_purchased
            && (record.purchased_elsewhere || !record.invoices.iter().any(is_standing)),
        was_welcomed: record.was_welcomed,
        joined_at,
        visited_at: record.visited_at.unwrap_or(joined_at),
        middle_name: profile.middle_name,
        kind: profile.kind,
        company_name: profile.company_name,
        tax_id: profile.tax_id,
        other_phone: profile.other_phone,
        address: profile.address,
        city: profile.city,
        region: profile.region,
        postal_code: profile.postal_code,
        group_by_rule: group_id.is_some() && profile.group_by_rule,
        group_id,
        credit_limit_minor: profile.credit_limit_minor,
        birthday: profile.birthday,
        notes: profile.notes,
        is_active: profile.is_active,
        is_blocked: profile.is_blocked,
        updated_at: profile.updated_at,
        search_text: record.search_text.clone(),
        import_digest: record.digest.clone(),
        legacy: legacy.to_column(),
    }
}

/// The row of an invoice.
pub(super) fn invoice(invoice_id: InvoiceId, customer_id: CustomerId, invoice: &InvoiceRecord) -> InvoiceRow {
    InvoiceRow {
        invoice_id,
        customer_id,
        number: invoice.number.clone(),
        receipt: invoice.receipt.clone(),
        total_minor: invoice.total,
        discount_minor: invoice.discount,
        group_discount_minor: invoice.group_discount.amount,
        group_discount_bp: invoice.group_discount.rate,
        redeemed_minor: invoice.redeemed,
        redeemed_from: invoice.redeemed_from,
        debt_minor: invoice.debt,
        earned_minor: invoice.earned,
        coupon_points_minor: invoice.coupon_points,
        earn_rule: invoice.earn_rule,
        earn_bp: invoice.earn_rate,
        named_referrer: invoice.referrer.clone(),
        reward_minor: invoice.reward,
        reward_bp: invoice.reward_rate,
        refunded_minor: sum_of(&invoice.refunds).total,
        actor_kind: ActorRef::IMPORT.kind,
        actor_id: ActorRef::IMPORT.id,
        issued_at: invoice.issued_at,
        utc_offset_s: invoice.utc_offset_s.into(),
        legacy: invoice.legacy.to_column(),
    }
}

/// The rows of an invoice's lines, which are taken out of it.
pub(super) fn lines(invoice_id: InvoiceId, invoice: &mut InvoiceRecord) -> impl Iterator<Item = LineRow> + use<> {
    std::mem::take(&mut invoice.lines).into_iter().zip(1..).map(move |(line, position)| LineRow {
        invoice_id,
        position,
        name: line.name,
        quantity_milli: line.quantity,
        unit_price_minor: line.unit_price,
        total_minor: line.total,
    })
}

/// The row of a coupon.
pub(super) fn coupon(coupon_id: CouponId, customer_id: CustomerId, record: CouponRecord) -> CouponRow {
    let CouponRecord { title, worth, expires_at, given_by, given_at, used } = record;
    let (used_by, used_at) = used.unzip();
    CouponRow {
        coupon_id,
        customer_id,
        title,
        kind: worth.kind(),
        worth: worth.number(),
        expires_at,
        given_by: OperationId::import(given_by),
        given_at,
        used_by: used_by.map(OperationId::import),
        used_at,
    }
}

/// The rows of what coupons did on an invoice, which are taken out of it. The customer's coupons have these ids.
pub(super) fn invoice_coupons(
    invoice_id: InvoiceId,
    invoice: &mut InvoiceRecord,
    coupons: &[CouponId],
) -> impl Iterator<Item = InvoiceCouponRow> {
    std::mem::take(&mut invoice.coupons).into_iter().filter_map(move |used| {
        let coupon_id = *coupons.get(used.number.checked_sub(1)?)?;
        let (discount_minor, points_minor) = (used.discount, used.points);
        Some(InvoiceCouponRow { invoice_id, coupon_id, discount_minor, points_minor })
    })
}

/// The row of a refund, and those of its lines.
pub(super) fn refund(
    refund_id: RefundId,
    invoice_id: InvoiceId,
    record: RefundRecord,
) -> (RefundRow, impl Iterator<Item = RefundLineRow>) {
    let RefundRecord { figures, lines, operation, actor, reason, at } = record;
    let row = RefundRow {
        refund_id,
        invoice_id,
        total_minor: figures.total,
        discount_minor: figures.discount,
        redeemed_minor: figures.redeemed,
        debt_minor: figures.debt,
        money_minor: figures.money,
        earned_minor: figures.earned,
        coupon_points_minor: figures.coupon_points,
        reward_minor: figures.reward,
        operation_id: OperationId::import(operation),
        actor_kind: actor.kind,
        actor_id: actor.id,
        reason,
        refunded_at: at,
    };
    let lines = lines.into_iter().map(move |(line, total_minor)| RefundLineRow {
        refund_id,
        position: i64::try_from(line.position).unwrap_or(i64::MAX),
        quantity_milli: line.quantity,
        total_minor,
    });
    (row, lines)
}

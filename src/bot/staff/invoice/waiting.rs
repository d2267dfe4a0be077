//! A sale that waits for the customer's consent: the digits of their card complete it, staff cancel it, and another sale to the
//! same customer does not begin before it is clear what becomes of the one that waits.

use super::{super::named, form::InvoiceForm, questions::proceed};
use crate::{
    bot::context::Context,
    domain::{CardCode, ConsentId, CustomerId, OperationId, Permission},
    messages::{
        callback::StaffPress,
        person,
        receipt::{Sale, receipt},
        reply::{Reply, button},
    },
    notices,
    service::{
        Result,
        consents::{self, Asked, Made, Sold},
        customers::{self, Customer},
        write_offs::WrittenOff,
    },
    texts::{Html, Points, consent as texts},
};

/// Says that a sale waits, with the button that cancels it.
pub(super) async fn show(cx: &mut Context, asked: &Asked) -> Result<()> {
    let customer = customers::get(&mut cx.tx, asked.customer_id).await?;
    let text = texts::waiting(cx.language, &person::name(&customer), Points(asked.points_minor));
    let cancel = button(texts::button_cancel_sale(cx.language), StaffPress::CancelSale(asked.consent_id).encode());
    cx.show(Reply::text(text).buttons(vec![vec![cancel]])).await
}

/// The button that cancels a sale.
pub(crate) async fn cancel(cx: &mut Context, consent: ConsentId) -> Result<()> {
    match stop(cx, consent).await? {
        Some(customer) => {
            let text = texts::cancelled(cx.language, &person::name(&customer));
            cx.show(Reply::text(text)).await
        }
        None => {
            cx.alert(texts::over(cx.language));
            Ok(())
        }
    }
}

/// Cancels the last sale of this member of the staff that waits; `None` where there is none.
pub(in crate::bot) async fn cancel_own(cx: &mut Context) -> Result<Option<Html>> {
    if !cx.may(Permission::IssueInvoice) {
        return Ok(None);
    }
    let caller = cx.caller();
    let Some(asked) = consents::waiting_of(&mut cx.tx, &caller).await? else { return Ok(None) };
    let customer = stop(cx, asked.consent_id).await?;
    Ok(customer.map(|customer| texts::cancelled(cx.language, &person::name(&customer))))
}

/// The digits of the customer's card complete the sale of this member of the staff that waits; false where none does.
pub(in crate::bot::staff) async fn complete_own(
    cx: &mut Context,
    customer: CustomerId,
    code: &CardCode,
) -> Result<bool> {
    let waiting = consents::waiting_for(&mut cx.tx, customer, cx.now).await?;
    let own = waiting.filter(|asked| asked.asked_by.staff_id() == Some(cx.person));
    let Some(asked) = own else { return Ok(false) };
    complete(cx, asked.consent_id, code.clone()).await?;
    Ok(true)
}

/// As [`complete_own`], for a text while staff are asked what becomes of the sale. False where the text is no digits of this
/// customer's card.
pub(super) async fn complete_by_text(
    cx: &mut Context,
    form: &InvoiceForm,
    consent: ConsentId,
    text: &str,
) -> Result<bool> {
    if text.parse::<CardCode>().is_err() {
        return Ok(false);
    }
    let found = named::customers_named(cx, text).await?;
    let [customer] = found.as_slice() else { return Ok(false) };
    let code = named::card_code(text, customer).filter(|_| form.customer == Some(customer.customer_id));
    let Some(code) = code else { return Ok(false) };
    complete(cx, consent, code).await?;
    Ok(true)
}

/// Completes the sale that waits with the digits of the card, in place of the new one.
pub(super) async fn complete(cx: &mut Context, consent: ConsentId, code: CardCode) -> Result<()> {
    cx.leave();
    let caller = cx.caller();
    let chance = cx.shop.chance.as_ref();
    let Sold { customer, draft, issued, seller } =
        match consents::complete(&mut cx.tx, &caller, chance, consent, code).await? {
            None => return cx.say(Reply::text(Html::escaped(&texts::over(cx.language)))).await,
            Some(Made::Sale(sold)) => sold,
            Some(Made::WriteOff(done)) => return written_off(cx, &done).await,
        };
    let sale = Sale::read(&mut cx.tx, customer, &draft, &issued, cx.now).await?;
    cx.show(receipt(cx.language, cx.shop.format, &sale)).await?;
    notices::sale::issued(&mut cx.tx, cx.now, cx.shop.format, &sale).await?;
    if seller == cx.person {
        return Ok(());
    }
    notices::sale::completed_by_another(&mut cx.tx, cx.now, cx.shop.format, &sale, seller).await
}

/// Says that a till's write-off is made, and tells the customer.
async fn written_off(cx: &mut Context, done: &WrittenOff) -> Result<()> {
    let customer = customers::get(&mut cx.tx, done.customer).await?;
    let text = texts::write_off_completed(cx.language, &person::name(&customer), Points(done.points));
    cx.show(Reply::text(text)).await?;
    notices::write_off::written_off(&mut cx.tx, cx.now, cx.shop.format, done).await
}

/// Cancels the sale that waits, and goes on with the new one.
pub(super) async fn replace(cx: &mut Context, form: InvoiceForm, consent: ConsentId) -> Result<()> {
    let note = match stop(cx, consent).await? {
        Some(customer) => texts::cancelled(cx.language, &person::name(&customer)),
        None => Html::escaped(&texts::over(cx.language)),
    };
    proceed(cx, form, Some(note)).await
}

/// Drops the new sale. Where the other one has ended meanwhile, the new one goes on after all.
pub(super) async fn keep(cx: &mut Context, form: InvoiceForm) -> Result<()> {
    let waiting = match form.customer {
        Some(customer) => consents::waiting_for(&mut cx.tx, customer, cx.now).await?,
        None => None,
    };
    match waiting {
        Some(asked) => {
            cx.leave();
            show(cx, &asked).await
        }
        None => {
            let note = Html::escaped(&texts::over(cx.language));
            proceed(cx, form, Some(note)).await
        }
    }
}

/// Cancels a sale that waits, and tells the customer, and the member of the staff who asked where that is another one. `None`
/// where it does not wait any more.
async fn stop(cx: &mut Context, consent: ConsentId) -> Result<Option<Customer>> {
    let operation = cx.operation(OperationId::chat(format_args!("cancel sale:{consent}")));
    let Some(asked) = consents::cancel(&mut cx.tx, &operation, consent).await? else { return Ok(None) };
    let customer = customers::get(&mut cx.tx, asked.customer_id).await?;
    notices::consent::cancelled(&mut cx.tx, cx.now, &customer).await?;
    let seller = consents::seller(&mut cx.tx, &cx.shop.owners, &asked, cx.now).await?;
    if let Some(seller) = seller.filter(|seller| *seller != cx.person) {
        notices::consent::cancelled_by_another(&mut cx.tx, cx.now, seller, &customer).await?;
    }
    Ok(Some(customer))
}

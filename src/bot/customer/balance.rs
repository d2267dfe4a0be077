//! The balances of a customer, and the rules of the program.

use super::standing;
use crate::{
    bot::context::Context,
    domain::{Currency, EarnRule, Language, Money, Program, Rate},
    messages::{
        balances::points_debt,
        callback::CustomerPress,
        outgoing::Buttons,
        reply::{Reply, button},
    },
    service::{
        Result,
        billing::own,
        ledger::{self, Balances},
        shop,
    },
    texts::{Html, Points, balance, format, menu},
};

/// Shows the wallets of points, the debt or the advance, and the rules.
pub(crate) async fn show(cx: &mut Context) -> Result<()> {
    let balances = ledger::balances(&mut cx.tx, cx.customer.customer_id, cx.now).await?;
    let wallets = wallets(cx.language, cx.shop.format.currency, &balances);
    let text = match standing::notice(cx) {
        Some(notice) => Html::paragraphs([notice, wallets]),
        None => {
            let program = shop::program(&mut cx.tx).await?;
            Html::paragraphs([wallets, rules(cx.language, cx.shop.format.currency, &program)])
        }
    };
    let is_billed = own::is_billed(&mut cx.tx, cx.customer.customer_id).await?;
    cx.show(Reply::text(text).buttons(buttons(cx.language, is_billed))).await
}

fn wallets(language: Language, currency: Currency, balances: &Balances) -> Html {
    let points = |amount| format::points(language, amount);
    let money = |amount| format::money(language, currency, amount);
    let wallets = balance::balance(language, &points(balances.main), &points(balances.referral));
    let debt = match balances.debt {
        debt if debt.is_positive() => balance::debt(language, &money(debt)),
        debt if debt.is_zero() => Html::default(),
        debt => balance::credit(language, &money(debt.negated())),
    };
    let points_debt = points_debt(language, balances);
    Html::lines([wallets, points_debt, debt])
}

fn rules(language: Language, currency: Currency, program: &Program) -> Html {
    let earned = format::percent(language, program.invoice_bonus);
    let earn = match program.earn_rule {
        _ if program.invoice_bonus.bp() <= 0 => Html::default(),
        EarnRule::Whole => balance::earn_whole(language, &earned),
        EarnRule::PaidPart => balance::earn_paid_part(language, &earned),
        EarnRule::UnlessRedeemed => balance::earn_unless_redeemed(language, &earned),
    };
    let unit = format::money(language, currency, Money::from_minor(1_00));
    let redeem = match program.max_redeem {
        most if most >= Rate::WHOLE => balance::redeem_whole(language, &unit),
        most if most.bp() <= 0 => Html::default(),
        most => balance::redeem_part(language, &format::percent(language, most), &unit),
    };
    let least = match program.min_redeem {
        least if least.is_positive() => balance::redeem_least(language, Points(least)),
        _ => Html::default(),
    };
    Html::lines([earn, redeem, least])
}

fn buttons(language: Language, is_billed: bool) -> Buttons {
    let bills = button(menu::button_bills(language), CustomerPress::Bills(0).encode());
    vec![
        vec![
            button(menu::button_card(language), CustomerPress::Card.encode()),
            button(menu::button_history(language), CustomerPress::History(0).encode()),
        ],
        vec![button(menu::button_invite(language), CustomerPress::Invite.encode())],
        if is_billed { vec![bills] } else { Vec::new() },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(balances: Balances, program: &Program) -> String {
        let currency = "KZT".parse().unwrap();
        let language = Language::English;
        let text = Html::paragraphs([wallets(language, currency, &balances), rules(language, currency, program)]);
        text.into_string().replace('\u{a0}', " ")
    }

    #[test]
    fn shows_what_there_is_and_the_rules() {
        let balances = Balances { main: Money::from_minor(1_500_50), referral: Money::ZERO, debt: Money::ZERO };
        insta::assert_snapshot!(shown(balances, &Program::default()), @r"
        💰 <b>Your balance</b>

        Points: <b>1,500.50</b>
        Friend points: <b>0</b>

        A purchase not paid with points earns 2%.
        Points can pay for a whole purchase: 1 point = 1 ₸.
        ");
    }

    #[test]
    fn debt_and_limits_are_told_where_there_are_any() {
        let program = Program {
            earn_rule: EarnRule::PaidPart,
            max_redeem: Rate::from_bp(50_00),
            min_redeem: Money::from_minor(100_00),
            ..Program::default()
        };
        let owing = Balances { debt: Money::from_minor(300_00), ..Balances::default() };
        insta::assert_snapshot!(shown(owing, &program), @r"
        💰 <b>Your balance</b>

        Points: <b>0</b>
        Friend points: <b>0</b>
        You owe the shop: <b>300 ₸</b>

        You earn 2% in points of what you pay with money.
        Points can pay for up to 50% of a purchase: 1 point = 1 ₸.
        The least to pay with at a time: <b>100 points</b>.
        ");
        let advance = Balances { debt: Money::from_minor(-300_00), ..Balances::default() };
        assert!(shown(advance, &program).contains("Paid in advance: <b>300 ₸</b>"));
        let spent = Balances { main: Money::from_minor(-15_00), ..Balances::default() };
        assert!(
            shown(spent, &program).contains("Points: <b>−15</b>\nFriend points: <b>0</b>\n⚠️ Points are below zero")
        );
    }
}

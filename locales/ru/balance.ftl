## The balance

balance =
    💰 <b>Ваш баланс</b>

    Баллы: <b>{ $main }</b>
    Баллы за друзей: <b>{ $referral }</b>
balance-debt = Долг магазину: <b>{ $amount }</b>
balance-credit = Ваш аванс в магазине: <b>{ $amount }</b>
balance-earn-whole = За каждую покупку мы начисляем { $percent } баллами.
balance-earn-paid-part = Мы начисляем баллами { $percent } от того, что оплачено деньгами.
balance-earn-unless-redeemed = За покупку, которую не оплачивали баллами, мы начисляем { $percent }.
balance-redeem-whole = Баллами можно оплатить хоть всю покупку: 1 балл = { $unit }.
balance-redeem-part = Баллами можно оплатить до { $percent } покупки: 1 балл = { $unit }.
balance-redeem-least = Наименьшая оплата баллами за раз: <b>{ points-count }</b>.

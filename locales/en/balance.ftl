## The balance

balance =
    💰 <b>Your balance</b>

    Points: <b>{ $main }</b>
    Friend points: <b>{ $referral }</b>
balance-debt = You owe the shop: <b>{ $amount }</b>
balance-credit = Paid in advance: <b>{ $amount }</b>
balance-earn-whole = Every purchase earns { $percent } in points.
balance-earn-paid-part = You earn { $percent } in points of what you pay with money.
balance-earn-unless-redeemed = A purchase not paid with points earns { $percent }.
balance-redeem-whole = Points can pay for a whole purchase: 1 point = { $unit }.
balance-redeem-part = Points can pay for up to { $percent } of a purchase: 1 point = { $unit }.
balance-redeem-least = The least to pay with at a time: <b>{ points-count }</b>.
